// SPDX-License-Identifier: Apache-2.0
// Judges an exported ledger with Go's golang.org/x/mod/sumdb/{note,tlog}.
//
// usage: judge DIR VERIFIER-KEY TAMPERS
// Opens the checkpoint, replays every entry, compares every tile, checks each DIR/proofs/INDEX.tlog-proof and a
// consistency proof for each of many sizes. Then flips TAMPERS random bits, one at a time, in tiles, bundles and the
// text of the checkpoint, and counts those that the same replay accepts. Exit code 0 means: all held, none accepted.
package main

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type files map[string][]byte

type storage []tlog.Hash

func (s storage) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	var out []tlog.Hash
	for _, i := range indexes {
		if i >= int64(len(s)) {
			return nil, fmt.Errorf("no hash %d", i)
		}
		out = append(out, s[i])
	}
	return out, nil
}

func bundlePath(n, width int64) string {
	path := fmt.Sprintf("%03d", n%1000)
	for rest := n / 1000; rest > 0; rest /= 1000 {
		path = fmt.Sprintf("x%03d/%s", rest%1000, path)
	}
	if width < 256 {
		path += fmt.Sprintf(".p/%d", width)
	}
	return "tile/entries/" + path
}

// The checkpoint in the form that tlog.ParseTree reads: it wants the first line of Go's own log.
func tree(text string) (tlog.Tree, error) {
	lines := strings.SplitN(text, "\n", 2)
	if len(lines) != 2 {
		return tlog.Tree{}, fmt.Errorf("no second line")
	}
	return tlog.ParseTree([]byte("go.sum database tree\n" + lines[1]))
}

func replay(f files, verifier note.Verifier) (tlog.Tree, storage, [][]byte, error) {
	opened, err := note.Open(f["checkpoint"], note.VerifierList(verifier))
	if err != nil {
		return tlog.Tree{}, nil, nil, err
	}
	t, err := tree(opened.Text)
	if err != nil {
		return t, nil, nil, err
	}
	var hashes storage
	var entries [][]byte
	for n := int64(0); n*256 < t.N; n++ {
		width := t.N - n*256
		if width > 256 {
			width = 256
		}
		rest, ok := f[bundlePath(n, width)]
		if !ok {
			return t, nil, nil, fmt.Errorf("no bundle %d", n)
		}
		for i := int64(0); i < width; i++ {
			if len(rest) < 2 || len(rest)-2 < int(binary.BigEndian.Uint16(rest)) {
				return t, nil, nil, fmt.Errorf("bundle %d is short", n)
			}
			size := int(binary.BigEndian.Uint16(rest))
			entry := rest[2 : 2+size]
			rest = rest[2+size:]
			more, err := tlog.StoredHashes(n*256+i, entry, hashes)
			if err != nil {
				return t, nil, nil, err
			}
			hashes = append(hashes, more...)
			entries = append(entries, entry)
		}
		if len(rest) != 0 {
			return t, nil, nil, fmt.Errorf("bundle %d goes on", n)
		}
	}
	root, err := tlog.TreeHash(t.N, hashes)
	if err != nil {
		return t, nil, nil, err
	}
	if root != t.Hash {
		return t, nil, nil, fmt.Errorf("the entries give root %v, the checkpoint says %v", root, t.Hash)
	}
	tiles := tlog.NewTiles(8, 0, t.N)
	for i, tile := range tiles {
		// Go lists every width that a tile had while it grew; an export has the last one.
		if i+1 < len(tiles) && tiles[i+1].L == tile.L && tiles[i+1].N == tile.N {
			continue
		}
		want, err := tlog.ReadTileData(tile, hashes)
		if err != nil {
			return t, nil, nil, err
		}
		// Go writes the height into the path, tlog-tiles does not.
		path := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
		if got, ok := f[path]; !ok {
			return t, nil, nil, fmt.Errorf("no %s", path)
		} else if !bytes.Equal(got, want) {
			return t, nil, nil, fmt.Errorf("%s differs", path)
		}
	}
	return t, hashes, entries, nil
}

func checkProof(text []byte, verifier note.Verifier, entries [][]byte) error {
	parts := strings.SplitN(string(text), "\n\n", 2)
	if len(parts) != 2 {
		return fmt.Errorf("no checkpoint")
	}
	lines := strings.Split(parts[0], "\n")
	if lines[0] != "c2sp.org/tlog-proof@v1" {
		return fmt.Errorf("first line is %q", lines[0])
	}
	lines = lines[1:]
	if strings.HasPrefix(lines[0], "extra ") {
		lines = lines[1:]
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[0], "index "), 10, 64)
	if err != nil {
		return err
	}
	var proof tlog.RecordProof
	for _, line := range lines[1:] {
		hash, err := base64.StdEncoding.DecodeString(line)
		if err != nil || len(hash) != 32 {
			return fmt.Errorf("bad hash %q", line)
		}
		var h tlog.Hash
		copy(h[:], hash)
		proof = append(proof, h)
	}
	opened, err := note.Open([]byte(parts[1]), note.VerifierList(verifier))
	if err != nil {
		return err
	}
	t, err := tree(opened.Text)
	if err != nil {
		return err
	}
	return tlog.CheckRecord(proof, t.N, t.Hash, index, tlog.RecordHash(entries[index]))
}

func must(err error, what string) {
	if err != nil {
		fmt.Printf("refused: %s: %v\n", what, err)
		os.Exit(1)
	}
}

func main() {
	dir, vkey := os.Args[1], os.Args[2]
	tampers, err := strconv.Atoi(os.Args[3])
	must(err, "number of tampers")
	verifier, err := note.NewVerifier(vkey)
	must(err, "verifier key")
	f := files{}
	var names []string
	must(filepath.Walk(dir, func(path string, info os.FileInfo, err error) error {
		if err != nil || info.IsDir() {
			return err
		}
		name, _ := filepath.Rel(dir, path)
		f[name], err = os.ReadFile(path)
		if name == "checkpoint" || strings.HasPrefix(name, "tile/") {
			names = append(names, name)
		}
		return err
	}), "folder")
	t, hashes, entries, err := replay(f, verifier)
	must(err, "replay")

	proofs := 0
	for name, text := range f {
		if strings.HasPrefix(name, "proofs/") {
			must(checkProof(text, verifier, entries), name)
			proofs++
		}
	}
	growths := 0
	for old := int64(1); old <= t.N; old += 1 + t.N/100 {
		data, err := os.ReadFile(filepath.Join(dir, "growth", strconv.FormatInt(old, 10)))
		if err != nil {
			continue
		}
		var proof tlog.TreeProof
		for len(data) >= 32 {
			var h tlog.Hash
			copy(h[:], data)
			proof = append(proof, h)
			data = data[32:]
		}
		oldRoot, err := tlog.TreeHash(old, hashes)
		must(err, "old root")
		must(tlog.CheckTree(proof, t.N, t.Hash, old, oldRoot), "growth")
		growths++
	}

	random := rand.New(rand.NewSource(20261122))
	accepted := 0
	for i := 0; i < tampers; i++ {
		name := names[random.Intn(len(names))]
		size := len(f[name])
		if name == "checkpoint" {
			size = bytes.Index(f[name], []byte("\n\n")) // Go reads base 64 with any unused bits, so only the text
		}
		at, bit := random.Intn(size), byte(1)<<random.Intn(8)
		f[name][at] ^= bit
		if _, _, _, err := replay(f, verifier); err == nil {
			fmt.Printf("accepted: %s byte %d bit %d\n", name, at, bit)
			accepted++
		}
		f[name][at] ^= bit
	}
	fmt.Printf("entries %d, proofs %d, growths %d, tampers %d, accepted %d\n", t.N, proofs, growths, tampers, accepted)
	if accepted != 0 {
		os.Exit(1)
	}
}
