package pinyin

// surnames is the hundred commonest, as the ministry of public security counts them, the commonest first.
const surnames = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆" +
	"范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常"

// given is characters that many given names have, of all generations.
const given = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂建国华文红玲梅志春海波宁玉萍辉飞鹏鑫斌宇浩凯健俊帆帅旭欣怡雪琳晨晓倩婷雯佳嘉" +
	"慧美淑珍莉琴云莲真环荣爱妹香月莺媛瑞凡昕梓涵轩子诗语思悦一诺博泽雨梦瑶佩仁义礼智信德福贵发财祥森木水东西南北中山川天亮光小大新永成" +
	"立学胜利世家良庆元振忠兴昌少东生全友正清安富顺保俊锋峰阳晶洁燕凤巧彩素青秋冬夏露露丹菲蓉薇璐颖彤瑾萱妍然若心怀"
