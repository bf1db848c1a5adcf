package rules

import _ "embed" // for Schema

// Schema is the JSON schema of a document (draft 2020-12), for editors and other programs.
//
//go:embed schema.json
var Schema []byte
