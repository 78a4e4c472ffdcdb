// Command ofsted turns Ofsted's letters and reports on local authority
// children's services into structured data.
package main

import (
	"os"

	"ofsted/cmd"
	_ "ofsted/internal/collector" // sets how often garbage is collected
)

func main() { os.Exit(cmd.Execute()) }
