package index

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/mapping"
	bleveutil "github.com/blevesearch/bleve/v2/util"
	zap "github.com/blevesearch/zapx/v17"
	bolt "go.etcd.io/bbolt"
)

// A bleve index of the scorch kind is a list of segments, and a file that
// names them. Kerb makes segments with bleve's own code for them (zap), but
// lists them itself: so documents keep the order they come in, nothing is done
// behind one's back, and there is nothing to wait for.
//
//	bleve/index_meta.json     the kind of index
//	bleve/store/root.bolt     its segments in their order, words in all
//	bleve/store/<16 hex>.zap  a segment
//
// The segments hold the rows of the message table one after the other, and the
// documents of a segment have the order of their rows. So the number that
// bleve has for a document is its row.

// segmentFormat is the one in which segments are written.
var segmentFormat = new(zap.ZapPlugin)

const (
	metaFile = "index_meta.json"
	storeDir = "store"
	rootFile = "root.bolt"
)

// segmentFile is a segment of an index.
type segmentFile struct {
	name     string
	messages uint64
}

// wordsKey is where the index keeps the number of words of all messages
// together, for ranking; eight bytes, big-endian.
const wordsKey = "kerb.words"

// root is what an index is made of.
type root struct {
	segments []segmentFile
	words    uint64
}

// newMapping maps nothing, as documents are built by hand.
func newMapping() mapping.IndexMapping {
	m := bleve.NewIndexMapping()
	m.DefaultMapping.Enabled = false
	return m
}

// write makes dir, which holds nothing but the segments, an index.
func (r *root) write(dir string) error {
	meta := fmt.Appendf(nil, `{"storage":%q,"index_type":%q}`, scorch.Name, scorch.Name)
	if err := os.WriteFile(filepath.Join(dir, metaFile), meta, 0o600); err != nil {
		return err
	}
	db, err := bolt.Open(filepath.Join(dir, storeDir, rootFile), 0o600, &bolt.Options{Timeout: time.Second, NoSync: true})
	if err != nil {
		return err
	}
	return errors.Join(db.Update(r.put), db.Close())
}

// put writes the root as scorch does (persister.go, prepareBoltSnapshot). The
// caller of write makes the file durable.
func (r *root) put(tx *bolt.Tx) error {
	states, err := tx.CreateBucket(bleveutil.BoltSnapshotsBucket)
	if err != nil {
		return err
	}
	state, err := states.CreateBucket(rootNumber(0))
	if err != nil {
		return err
	}
	described, err := json.Marshal(newMapping())
	if err != nil {
		return err
	}
	since, err := time.Unix(0, 0).UTC().MarshalText()
	if err != nil {
		return err
	}
	for _, b := range []struct {
		name   []byte
		values map[string][]byte
	}{
		{bleveutil.BoltMetaDataKey, map[string][]byte{
			string(bleveutil.BoltMetaDataSegmentTypeKey):    []byte(segmentFormat.Type()),
			string(bleveutil.BoltMetaDataSegmentVersionKey): binary.BigEndian.AppendUint32(nil, segmentFormat.Version()),
			string(bleveutil.BoltMetaDataFileWriterIDKey):   {},
			string(bleveutil.BoltMetaDataTimeStamp):         since,
		}},
		{bleveutil.BoltInternalKey, map[string][]byte{
			string(bleveutil.MappingInternalKey): described,
			wordsKey:                             binary.BigEndian.AppendUint64(nil, r.words),
		}},
	} {
		bucket, err := state.CreateBucket(b.name)
		if err != nil {
			return err
		}
		for key, value := range b.values {
			if err := bucket.Put([]byte(key), value); err != nil {
				return err
			}
		}
	}
	for i, segment := range r.segments {
		bucket, err := state.CreateBucket(rootNumber(i))
		if err != nil {
			return err
		}
		if err := bucket.Put(bleveutil.BoltPathKey, []byte(segment.name)); err != nil {
			return err
		}
	}
	return nil
}

// rootNumber is how scorch writes the number 256+i, i less than 65,280, so
// that keys sort as the numbers do (int.go, encodeUvarintAscending).
func rootNumber(i int) []byte {
	const twoBytes = 0xf7
	return binary.BigEndian.AppendUint16([]byte{twoBytes}, uint16(256+i))
}

// readRoot reads what the index in dir is made of. The index may be open for
// reading.
func readRoot(dir string) (r root, err error) {
	db, err := bolt.Open(filepath.Join(dir, storeDir, rootFile), 0o600, &bolt.Options{ReadOnly: true, Timeout: time.Second})
	if err != nil {
		return r, err
	}
	err = db.View(func(tx *bolt.Tx) error {
		var state *bolt.Bucket
		if states := tx.Bucket(bleveutil.BoltSnapshotsBucket); states != nil {
			state = states.Bucket(rootNumber(0))
		}
		if state == nil || state.Bucket(bleveutil.BoltInternalKey) == nil {
			return ErrDamaged
		}
		if words := state.Bucket(bleveutil.BoltInternalKey).Get([]byte(wordsKey)); len(words) == 8 {
			r.words = binary.BigEndian.Uint64(words)
		}
		for i := 0; ; i++ {
			bucket := state.Bucket(rootNumber(i))
			if bucket == nil {
				return nil
			}
			r.segments = append(r.segments, segmentFile{name: string(bucket.Get(bleveutil.BoltPathKey))})
		}
	})
	if err = errors.Join(err, db.Close()); err != nil {
		return root{}, err
	}
	for i := range r.segments {
		segment, err := segmentFormat.Open(filepath.Join(dir, storeDir, r.segments[i].name))
		if err != nil {
			return root{}, fmt.Errorf("%w: %w", err, ErrDamaged)
		}
		r.segments[i].messages = segment.Count()
		if err := segment.Close(); err != nil {
			return root{}, err
		}
	}
	return r, nil
}

// lockTimeout is how long opening an index waits for its lock, which nobody
// holds but for reading.
const lockTimeout = "1s"

// openBleve opens the index in dir for reading. Any number of processes can.
func openBleve(dir string) (bleve.Index, error) {
	idx, err := bleve.OpenUsing(dir, map[string]any{"read_only": true, "bolt_timeout": lockTimeout})
	if err != nil {
		return nil, fmt.Errorf("open search index: %w", err)
	}
	return idx, nil
}
