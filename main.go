// Kerb turns a street's exported WhatsApp group into something the street can
// use: every message readable, searchable and tagged, on this machine alone.
package main

func main() {}
