module github.com/kerbstreet/kerb

go 1.26.8

require (
	github.com/blevesearch/mmap-go v1.2.0
	github.com/klauspost/compress v1.20.3
	go.etcd.io/bbolt v1.5.0
	golang.org/x/text v0.43.0
)

require (
	github.com/stretchr/testify v1.12.1 // indirect
	golang.org/x/sys v0.49.0 // indirect
)
