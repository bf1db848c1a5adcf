package kit

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"slices"
)

// Fyne draws a character with the first font that has it, the theme's before its own, and each run of characters from
// its own font's top. So a Chinese font as the theme's would bring its own Latin and its own space, and stand higher or
// lower than the Latin beside it. fit makes a Chinese font that has neither: without the characters that the Latin font
// has but the space, and with that one's ascent. It reads collections too, which Fyne doesn't, and takes the first of their fonts.
//
// The layout of the tables is that of the OpenType specification, ISO/IEC 14496-22.
func fit(chinese, latin []byte) (font []byte, err error) {
	defer func() {
		if recover() != nil { // an offset that points out of the file
			err = errors.New("not a font that can be read")
		}
	}()
	from, to := tables(chinese), tables(latin)
	if from["cmap"] == nil || from["head"] == nil || from["hhea"] == nil {
		return nil, errors.New("not a TrueType or OpenType font")
	}
	has := map[rune]uint16{}
	characters(to["cmap"], func(r rune, glyph uint16) { has[r] = glyph })
	kept := map[rune]uint16{}
	characters(from["cmap"], func(r rune, glyph uint16) {
		if has[r] == 0 || r == ' ' { // a space is drawn with the font of what is before it
			kept[r] = glyph
		}
	})
	if len(kept) < 1000 || kept['中'] == 0 {
		return nil, fmt.Errorf("it has only %d characters of its own: no Chinese font", len(kept))
	}

	// The units of an em differ from font to font.
	em, latinEm := be16(from["head"], 18), be16(to["head"], 18)
	hhea := slices.Clone(from["hhea"])
	for _, at := range []int{4, 6, 8} { // ascender, descender, line gap
		high := math.Round(float64(int16(be16(to["hhea"], at))) * float64(em) / float64(latinEm)) //nolint:gosec // a signed field
		binary.BigEndian.PutUint16(hhea[at:], uint16(int16(high)))                                //nolint:gosec // a signed field
	}
	from["hhea"], from["cmap"] = hhea, characterMap(kept)
	return assemble(from), nil
}

// needed are the tables that drawing needs. OS/2 is left out as its metrics would go before those of hhea.
var needed = []string{"CFF ", "cmap", "cvt ", "fpgm", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "name", "post", "prep"}

func be16(b []byte, at int) uint16 { return binary.BigEndian.Uint16(b[at:]) }
func be32(b []byte, at int) uint32 { return binary.BigEndian.Uint32(b[at:]) }

// tables are the tables of a font, or of the first one of a collection.
func tables(font []byte) map[string][]byte {
	at := 0
	if string(font[:4]) == "ttcf" {
		at = int(be32(font, 12))
	}
	found := map[string][]byte{}
	for i := range int(be16(font, at+4)) {
		entry := font[at+12+16*i:]
		begin, length := be32(entry, 8), be32(entry, 12)
		found[string(entry[:4])] = font[begin : begin+length]
	}
	return found
}

// characters calls each for the characters of a cmap table, from its subtable that has the most.
func characters(cmap []byte, each func(r rune, glyph uint16)) {
	best, format := -1, uint16(0)
	for i := range int(be16(cmap, 2)) {
		at := int(be32(cmap, 4+8*i+4))
		if f := be16(cmap, at); (f == 4 || f == 12) && f > format {
			best, format = at, f
		}
	}
	if best < 0 {
		return
	}
	t := cmap[best:]
	if format == 12 {
		for i := range int(be32(t, 12)) {
			group := t[16+12*i:]
			first, last, glyph := be32(group, 0), be32(group, 4), be32(group, 8)
			for c := first; c <= last; c++ {
				each(rune(c), uint16(glyph+c-first)) //nolint:gosec // a font has at most 65,535 glyphs
			}
		}
		return
	}
	segments := int(be16(t, 6)) / 2
	for i := range segments {
		last, first := be16(t, 14+2*i), be16(t, 16+2*segments+2*i)
		delta := be16(t, 16+4*segments+2*i)
		place := 16 + 6*segments + 2*i
		offset := int(be16(t, place))
		for c := int(first); c <= int(last) && c != 0xffff; c++ {
			glyph := uint16(c) + delta //nolint:gosec // modulo 65,536, says the specification
			if offset != 0 {
				if glyph = be16(t, place+offset+2*(c-int(first))); glyph != 0 {
					glyph += delta
				}
			}
			if glyph != 0 {
				each(rune(c), glyph)
			}
		}
	}
}

// characterMap is a cmap table of format 12.
func characterMap(glyphs map[rune]uint16) []byte {
	runes := make([]rune, 0, len(glyphs))
	for r := range glyphs {
		runes = append(runes, r)
	}
	slices.Sort(runes)
	var groups []byte
	put := binary.BigEndian
	count := uint32(0)
	for i := 0; i < len(runes); {
		j := i + 1
		for j < len(runes) && runes[j] == runes[j-1]+1 && glyphs[runes[j]] == glyphs[runes[j-1]]+1 {
			j++
		}
		groups = put.AppendUint32(groups, uint32(runes[i]))   //nolint:gosec // never negative
		groups = put.AppendUint32(groups, uint32(runes[j-1])) //nolint:gosec // never negative
		groups = put.AppendUint32(groups, uint32(glyphs[runes[i]]))
		count++
		i = j
	}
	table := []byte{0, 0, 0, 1, 0, 3, 0, 10, 0, 0, 0, 12, 0, 12, 0, 0} // one subtable: Windows, all of Unicode; format 12
	table = put.AppendUint32(table, uint32(16+len(groups)))            //nolint:gosec // a few kilobytes
	table = put.AppendUint32(table, 0)
	table = put.AppendUint32(table, count)
	return append(table, groups...)
}

// assemble puts tables together to a font file.
func assemble(parts map[string][]byte) []byte {
	var tags []string
	for _, tag := range needed {
		if parts[tag] != nil {
			tags = append(tags, tag)
		}
	}
	put := binary.BigEndian
	version := uint32(0x00010000)
	if parts["CFF "] != nil {
		version = 0x4f54544f // "OTTO"
	}
	n := uint16(len(tags)) //nolint:gosec // at most as many as needed has
	font := put.AppendUint32(nil, version)
	for _, v := range []uint16{n, 0, 0, 0} { // the search fields are for binary search, which nobody does any more
		font = put.AppendUint16(font, v)
	}
	at := len(font) + 16*len(tags)
	for _, tag := range tags {
		font = append(font, tag...)
		font = put.AppendUint32(font, 0)                       // checksum, which drawing doesn't ask for
		font = put.AppendUint32(font, uint32(at))              //nolint:gosec // as large as the file it came from
		font = put.AppendUint32(font, uint32(len(parts[tag]))) //nolint:gosec // as above
		at += (len(parts[tag]) + 3) &^ 3
	}
	for _, tag := range tags {
		font = append(font, parts[tag]...)
		for len(font)%4 != 0 {
			font = append(font, 0)
		}
	}
	return font
}
