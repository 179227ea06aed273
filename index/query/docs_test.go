package query

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func TestEveryExampleOfTheDocumentationIsUnderstood(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile(filepath.Join("..", "..", "docs", "query-language.md"))
	if err != nil {
		t.Fatal(err)
	}
	examples, missing := 0, make(map[Name]bool)
	for _, name := range Names() {
		missing[name] = true
	}
	for _, row := range regexp.MustCompile("(?m)^\\| `.*$").FindAllString(string(page), -1) {
		first, _, _ := strings.Cut(strings.TrimPrefix(row, "| "), " |")
		for _, example := range regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(first, -1) {
			examples++
			q, problems := Parse(example[1], Options{Now: now})
			if q.Root == nil || len(problems) > 0 {
				t.Errorf("%s: %v", example[1], problems)
			}
			Walk(q.Root, func(n Node) bool {
				switch n := n.(type) {
				case Field:
					delete(missing, n.Name)
				case Date:
					delete(missing, n.Name)
				}
				return true
			})
		}
	}
	if examples < 20 || len(missing) > 0 {
		t.Errorf("%d examples; fields without one: %v", examples, missing)
	}
}
