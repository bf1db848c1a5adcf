package pinyin

import "strings"

// heteronyms is the characters that are read with different first letters today, as dictionaries of the modern language
// and lists of surnames and places have them; the commonest reading goes first.
var heteronyms = listed(`
长cz 重zc 行xh 乐ly 单ds 曾zc 解jx 仇cq 区qo 查cz 翟zd 盛sc 会hk 调td 藏cz 传cz 种zc 朝cz 降jx 弹dt 省sx 厦sx 参cs 茄qj
卡kq 咖kg 校xj 壳kq 奇qj 车cj 畜cx 给gj 便bp 匙sc 吓xh 圈qj 夹jg 宿sx 折zs 炮pb 粘zn 系xj 恶ew 脯fp 秘mb 泌mb 刨bp
曝bp 堡bp 扁bp 膀bp 磅bp 屏pb 辟bp 否fp 伺sc 禅cs 颤cz 臭cx 椎zc 沓td 叨dt 囤td 澄cd 龟gj 期qj 茜qx 纤xq 巷xh 邪xy
蔚wy 尉wy 圩wx 轧zy 疟ny 弄nl 率ls 蔓mw 阿ae 吭kh 扛kg 靓lj 强qj 伽jg 贾gj 荨qx 幢zc 裳sc 晟sc 莘xs 术sz
姥lm 枞cz 攒zc 郗xc 召zs 覃qt 澹dt 句jg 褚cz 荠jq 芥jg 莞wg 沈sc 拽zy
`)

func listed(text string) map[rune]string {
	list := map[rune]string{}
	for _, entry := range strings.Fields(text) {
		r := []rune(entry)
		list[r[0]] = string(r[1:])
	}
	return list
}
