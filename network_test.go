//go:build !race

// The race detector has nothing to find in a walk, and would make it slow.

package main

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/callgraph"
	"golang.org/x/tools/go/callgraph/rta"
	"golang.org/x/tools/go/callgraph/vta"
	"golang.org/x/tools/go/packages"
	"golang.org/x/tools/go/ssa"
	"golang.org/x/tools/go/ssa/ssautil"
)

// speaksToOthers reports whether a function opens a connection, waits for one,
// or asks a name server.
func speaksToOthers(fn *ssa.Function) bool {
	if fn.Pkg == nil || fn.Pkg.Pkg.Path() != "net" {
		return false
	}
	name := fn.Name()
	return strings.HasPrefix(name, "Dial") || strings.HasPrefix(name, "Listen") || strings.HasPrefix(name, "Lookup") || strings.HasPrefix(name, "Resolve")
}

// TestNoCodeThatSpeaksToOthersCanBeReached walks everything that main may call,
// libraries included. Linked is not called: bleve brings net/http along, by way
// of expvar, and nothing of it that reaches out is ever run. Calls by
// reflection are not followed, for what they call has to be handed to them:
// here, the functions of help templates.
func TestNoCodeThatSpeaksToOthersCanBeReached(t *testing.T) {
	t.Parallel()
	loaded, err := packages.Load(&packages.Config{Mode: packages.LoadAllSyntax, Context: t.Context()}, ".")
	if err != nil || packages.PrintErrors(loaded) > 0 {
		t.Fatal(err)
	}
	program, roots := ssautil.AllPackages(loaded, ssa.InstantiateGenerics)
	program.Build()
	main, initial := roots[0].Func("main"), roots[0].Func("init")
	rough := rta.Analyze([]*ssa.Function{main, initial}, true).CallGraph
	functions := make(map[*ssa.Function]bool)
	for fn := range rough.Nodes {
		functions[fn] = fn != nil
	}
	delete(functions, nil)
	graph := vta.CallGraph(functions, rough)
	from := map[*callgraph.Node]*callgraph.Node{graph.Nodes[main]: nil, graph.Nodes[initial]: nil}
	queue := []*callgraph.Node{graph.Nodes[main], graph.Nodes[initial]}
	for len(queue) > 0 {
		node := queue[0]
		queue = queue[1:]
		if speaksToOthers(node.Func) {
			t.Errorf("%s can be reached: %s", node.Func, wayTo(from, node))
			continue
		}
		if node.Func.Pkg != nil && node.Func.Pkg.Pkg.Path() == "reflect" {
			continue
		}
		for _, call := range node.Out {
			if _, seen := from[call.Callee]; !seen {
				from[call.Callee] = node
				queue = append(queue, call.Callee)
			}
		}
	}
	if len(from) < 10000 {
		t.Errorf("only %d functions can be reached: something is wrong with the walk", len(from))
	}
}

// wayTo returns the calls that lead to a function.
func wayTo(from map[*callgraph.Node]*callgraph.Node, node *callgraph.Node) string {
	var names []string
	for ; node != nil; node = from[node] {
		names = append(names, node.Func.String())
	}
	slices.Reverse(names)
	return strings.Join(names, " → ")
}
