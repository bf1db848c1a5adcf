package kit

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// ErrNoChinese says that the machine has no Chinese font that is known here. A window opens without one, and shows
// boxes for Chinese.
var ErrNoChinese = errors.New("no Chinese font found; on Debian: apt-get install fonts-droid-fallback; elsewhere put one beside the program as chinese.ttf")

// chinesePaths are where systems keep Chinese fonts, small ones first. $WINDIR is Windows' own.
var chinesePaths = []string{
	"/usr/share/fonts-droid-fallback/truetype/DroidSansFallback.ttf", // Debian: fonts-droid-fallback
	"/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf",
	"/usr/share/fonts/google-droid-sans-fonts/DroidSansFallbackFull.ttf", // Fedora
	"/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
	"$WINDIR/Fonts/msyh.ttf",
	"$WINDIR/Fonts/simhei.ttf",
	"$WINDIR/Fonts/Deng.ttf",
	"$WINDIR/Fonts/msyh.ttc",
	"/System/Library/Fonts/Supplemental/Arial Unicode.ttf",
	"/Library/Fonts/Arial Unicode.ttf",
	"/System/Library/Fonts/STHeiti Light.ttc",
	"/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
}

// FindChinese finds a Chinese font where systems keep them, then beside the program as chinese.ttf or chinese.ttc, and
// makes it fit Fyne's Latin one. It fails with ErrNoChinese when there is none.
func FindChinese(program string) (fyne.Resource, error) {
	beside := filepath.Dir(program)
	var broken error
	for _, path := range append(chinesePaths, filepath.Join(beside, "chinese.ttf"), filepath.Join(beside, "chinese.ttc")) {
		path = os.ExpandEnv(path)
		data, err := os.ReadFile(path)
		if err != nil {
			continue // not on this system
		}
		fitted, err := fit(data, theme.DefaultTextFont().Content())
		if err != nil {
			broken = errors.Join(broken, fmt.Errorf("font %s: %w", path, err))
			continue
		}
		return fyne.NewStaticResource(filepath.Base(path), fitted), nil
	}
	return nil, errors.Join(ErrNoChinese, broken)
}
