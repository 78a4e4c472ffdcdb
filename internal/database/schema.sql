-- The tables of a data set of inspections, as package tidy describes them. What
-- tidy repeats in judgements and findings is here in inspections alone.

-- A row for each document.
CREATE TABLE inspections (
    inspection        TEXT PRIMARY KEY,
    authority         TEXT,
    authority_printed TEXT,
    known             INTEGER NOT NULL CHECK (known IN (0, 1)),
    la_code           TEXT,
    gss_code          TEXT,
    ofsted_urn        TEXT,
    region            TEXT,
    kind              TEXT NOT NULL,
    framework         TEXT,
    title             TEXT,
    variant           TEXT,
    reinspection      INTEGER NOT NULL CHECK (reinspection IN (0, 1)),
    visit_number      INTEGER,
    start_date        TEXT,
    end_date          TEXT,
    year              INTEGER,
    periods           TEXT NOT NULL,
    published         TEXT,
    lead_inspectors   TEXT NOT NULL,
    inspectors        TEXT NOT NULL,
    scope             TEXT NOT NULL,
    judgements        INTEGER NOT NULL,
    findings          INTEGER NOT NULL,
    improvements      INTEGER NOT NULL,
    priority_actions  INTEGER NOT NULL,
    warnings          TEXT NOT NULL,
    path              TEXT NOT NULL,
    sha256            TEXT,
    media_type        TEXT,
    bytes             INTEGER NOT NULL,
    pages             INTEGER,
    tagged            INTEGER NOT NULL CHECK (tagged IN (0, 1))
);
CREATE INDEX inspections_by_authority ON inspections (authority, end_date);
CREATE INDEX inspections_by_path ON inspections (path);
CREATE UNIQUE INDEX inspections_by_sha256 ON inspections (sha256);

-- What parse prints of each document, without its path, as JSON packed with
-- Zstandard: commands that read a database read these, which hold what the tables
-- leave out.
CREATE TABLE records (
    inspection TEXT PRIMARY KEY REFERENCES inspections ON DELETE CASCADE ON UPDATE CASCADE,
    place      INTEGER NOT NULL, -- in the order of the export that added it
    reader     TEXT NOT NULL,    -- the program that read the document; empty where it was a record
    origin     TEXT NOT NULL,    -- which file it was, as a sum; empty for none
    record     BLOB NOT NULL
);
CREATE INDEX records_by_place ON records (place);

-- A row for each grade.
CREATE TABLE judgements (
    inspection    TEXT NOT NULL REFERENCES inspections ON DELETE CASCADE ON UPDATE CASCADE,
    position      INTEGER NOT NULL,
    area          TEXT NOT NULL,
    title         TEXT,
    grade         TEXT NOT NULL,
    grade_printed TEXT,
    scale         TEXT NOT NULL,
    page          INTEGER,
    PRIMARY KEY (inspection, position)
) WITHOUT ROWID;
CREATE INDEX judgements_by_grade ON judgements (area, grade);

-- A row for each paragraph or item of a list.
CREATE TABLE findings (
    finding_key        INTEGER PRIMARY KEY,
    inspection         TEXT NOT NULL REFERENCES inspections ON DELETE CASCADE ON UPDATE CASCADE,
    position           INTEGER NOT NULL,
    finding            TEXT NOT NULL,
    finding_kind       TEXT NOT NULL,
    area               TEXT,
    about              TEXT,
    section            TEXT,
    heading            TEXT,
    number             TEXT,
    page               INTEGER,
    polarity           TEXT,
    themes             TEXT NOT NULL,
    national_framework TEXT NOT NULL,
    responsible        TEXT,
    continues          TEXT,
    text               TEXT NOT NULL,
    -- Whether a paragraph begins here: 0 for the further parts of one that
    -- breaks over a page.
    begins             INTEGER NOT NULL CHECK (begins IN (0, 1)),
    UNIQUE (inspection, position)
);
CREATE INDEX findings_by_kind ON findings (finding_kind, area);

-- A row for each theme of a whole paragraph.
CREATE TABLE finding_themes (
    finding_key INTEGER NOT NULL REFERENCES findings ON DELETE CASCADE, -- of its first part
    position    INTEGER NOT NULL, -- 1 for the weightiest
    theme       TEXT NOT NULL,
    PRIMARY KEY (finding_key, position)
) WITHOUT ROWID;
CREATE INDEX finding_themes_by_theme ON finding_themes (theme, finding_key);

-- A row for each paragraph that breaks over a page, with its parts together.
CREATE TABLE joined (
    finding_key        INTEGER PRIMARY KEY REFERENCES findings ON DELETE CASCADE, -- of its first part
    last_page          INTEGER,
    polarity           TEXT,
    themes             TEXT NOT NULL,
    national_framework TEXT NOT NULL,
    text               TEXT NOT NULL
);

-- A row for each input that the last export could not read.
CREATE TABLE errors (
    path       TEXT PRIMARY KEY,
    code       TEXT NOT NULL,
    message    TEXT NOT NULL,
    sha256     TEXT,
    media_type TEXT,
    bytes      INTEGER NOT NULL
);

-- Whole paragraphs.
CREATE VIEW passages AS
SELECT f.finding_key, f.inspection, f.position, f.finding, f.finding_kind, f.area, f.about, f.section, f.heading,
       f.number, f.page, coalesce(j.last_page, f.page) AS last_page,
       CASE WHEN j.finding_key IS NULL THEN f.polarity ELSE j.polarity END AS polarity,
       coalesce(j.themes, f.themes) AS themes,
       coalesce(j.national_framework, f.national_framework) AS national_framework,
       f.responsible, coalesce(j.text, f.text) AS text
FROM findings f LEFT JOIN joined j ON j.finding_key = f.finding_key
WHERE f.begins = 1;

-- What ofsted search looks in.
CREATE VIRTUAL TABLE findings_fts USING fts5(
    text, content = 'passages', content_rowid = 'finding_key', tokenize = 'unicode61 remove_diacritics 2'
);

-- The full inspections of each authority, as ofsted summary takes them: of all of
-- children's services or, to 2013, of services for looked after children; not a
-- second document of one, nor the letter to children of one that is here. The
-- recency of an authority's latest is 1.
CREATE TABLE full_ranks (
    inspection TEXT PRIMARY KEY REFERENCES inspections ON DELETE CASCADE ON UPDATE CASCADE,
    recency    INTEGER NOT NULL
);
CREATE VIEW full_inspections AS
SELECT i.*, r.recency FROM inspections i JOIN full_ranks r USING (inspection);

-- The grades of each authority's latest full inspection.
CREATE VIEW latest_judgements AS
SELECT i.authority, i.la_code, i.gss_code, i.region, i.kind, i.framework, i.variant, i.start_date, i.end_date, i.year,
       j.area, j.grade, j.scale, j.title, j.grade_printed, j.page, i.inspection, i.path
FROM full_inspections i JOIN judgements j USING (inspection)
WHERE i.recency = 1;

-- Areas for improvement and for priority action, whole.
CREATE VIEW improvements AS
SELECT i.authority, i.la_code, i.gss_code, i.region, i.kind, i.framework, i.end_date, i.year,
       p.finding_kind, p.area, p.about, p.heading, p.number, p.page, p.last_page, p.themes, p.national_framework,
       p.responsible, p.text, i.inspection, p.finding, p.finding_key, i.path
FROM passages p JOIN inspections i USING (inspection)
WHERE p.finding_kind IN ('improvement', 'priority_action');
