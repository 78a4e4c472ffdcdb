package block

import (
	"strings"
	"unicode/utf8"
)

// bullets are what list items are printed behind. Fonts of symbols put theirs
// into Unicode's private use area; every character of it counts as one.
const bullets = "•◼■▪●○◦‣⁃∙·►▶➢➤✓✔❖◆◾□"

// CutBullet parts the bullet that begins text from the rest. A dash counts
// as one only with a space behind it.
func CutBullet(text string) (label, rest string, ok bool) {
	r, n := utf8.DecodeRuneInString(text)
	if r == utf8.RuneError || n == 0 {
		return "", text, false
	}
	switch {
	case strings.ContainsRune(bullets, r) || 0xE000 <= r && r <= 0xF8FF:
	case (r == '-' || r == '–' || r == '*') && strings.HasPrefix(text[n:], " "):
	default:
		return "", text, false
	}
	return text[:n], strings.TrimSpace(text[n:]), true
}

// CutNumber parts a paragraph's printed number ("12." or "12)") from its
// text. What follows must be set off by a space, so that "2.1 Adoption" and
// "3.5 per cent" are left whole.
func CutNumber(text string) (label, rest string, ok bool) {
	n := 0
	for n < len(text) && '0' <= text[n] && text[n] <= '9' {
		n++
	}
	if n == 0 || n > 3 || n+1 >= len(text) || text[n] != '.' && text[n] != ')' || text[n+1] != ' ' {
		return "", text, false
	}
	return text[:n+1], strings.TrimSpace(text[n+1:]), true
}

// CutLabel parts a bullet or number from the text behind it.
func CutLabel(text string) (label, rest string, ok bool) {
	if label, rest, ok = CutBullet(text); ok {
		return label, rest, ok
	}
	return CutNumber(text)
}
