package admin

import "fmt"

// lang is a language of the pages.
type lang int

const (
	chinese lang = iota
	english
)

// Tag names the language for browsers; Other is the other one.
func (l lang) Tag() string   { return [...]string{"zh", "en"}[l] }
func (l lang) Other() string { return (1 - l).Tag() }

// say is a text of the catalogue, with its arguments. One that isn't there fails the page's test, and is seen.
func (l lang) say(key string, args ...any) string {
	text, ok := texts[key]
	if !ok {
		return "⟨" + key + "⟩"
	}
	if len(args) == 0 {
		return text[l]
	}
	return fmt.Sprintf(text[l], args...)
}

// kind is what an exception of a kind is called; of a kind that has no text, its own name.
func (l lang) kind(name string) string {
	if text, ok := kinds[name]; ok {
		return text[l]
	}
	return name
}

// texts is everything the pages say: Chinese, English.
var texts = map[string][2]string{
	"product":       {"Holdfast 总店", "Holdfast head office"},
	"overview":      {"总览", "Overview"},
	"exceptions":    {"异常", "Exceptions"},
	"exception":     {"异常", "Exception"},
	"sign-in":       {"登录", "Sign in"},
	"failure":       {"出错了", "Something is wrong"},
	"signIn":        {"登录", "Sign in"},
	"signOut":       {"退出", "Sign out"},
	"person":        {"工号", "Your number"},
	"password":      {"密码", "Password"},
	"wrong":         {"工号或密码不对，或者试错太多次已锁定。请等五分钟再试；忘记密码请找管理员重新导入。", "Number or password is wrong, or there were too many wrong tries. Wait five minutes and try again; if you forgot the password, ask for a new one to be imported."},
	"other":         {"English", "中文"},
	"signInAgain":   {"登录已过期，请重新登录。", "You are signed in no longer. Please sign in again."},
	"noLeave":       {"您没有这项权限，请找管理员开通。", "You have no right to do this; ask for it to be given to you."},
	"formTooOld":    {"这张表单已失效，请返回刷新后再提交。", "This form is too old. Go back, reload the page and send it again."},
	"noSuchPage":    {"没有这个页面。", "There is no such page."},
	"internal":      {"总店出了内部错误，请查看服务器日志后再试。", "Head office has an internal error; look into the server's log, then try again."},
	"back":          {"返回总览", "Back to the overview"},
	"recovery":      {"总店已从备份恢复，正在等待收银台联系：%s。在此之前不发放任何离线额度。", "Head office was restored from a backup and waits for tills %s. Until they have been heard of, nothing is granted."},
	"tillsOnline":   {"在线收银台", "Tills online"},
	"ofTills":       {"共 %d 台", "of %d"},
	"openOnes":      {"待处理异常", "Open exceptions"},
	"allGood":       {"一切正常", "nothing to look at"},
	"atTills":       {"存放在收银台", "Held at tills"},
	"ofAll":         {"全部储值 %s", "of %s stored value"},
	"floatOut":      {"垫付额度 %s", "house float %s"},
	"joined":        {"新会员", "New members"},
	"floatOwed":     {"待收回垫付 %s", "%s owed by members"},
	"soldToday":     {"今日销售", "Sold today"},
	"storesTills":   {"门店与收银台", "Stores and tills"},
	"till":          {"收银台", "Till"},
	"state":         {"状态", "State"},
	"online":        {"在线", "online"},
	"offline":       {"离线", "offline"},
	"closed":        {"已关闭", "closed"},
	"new":           {"未注册", "not enrolled"},
	"since":         {"已 %s", "for %s"},
	"heard":         {"最后联系", "Last heard of"},
	"epoch":         {"代", "Epoch"},
	"records":       {"已入账记录", "Records booked"},
	"lastRecord":    {"最后一笔", "Last record"},
	"unsentUnknown": {"离线期间的记录尚未送达", "what it did since is not here yet"},
	"underWay":      {"在途", "Under way"},
	"held":          {"离线额度（储值）", "Held there (value)"},
	"heldPoints":    {"积分", "Points"},
	"noTills":       {"本店还没有收银台。用 hq enrol 打印注册码。", "No tills in this store yet. Print a code with hq enrol."},
	"today":         {"今日", "Today"},
	"todayNothing":  {"今天还没有营业数据。", "No figures for today yet."},
	"store":         {"门店", "Store"},
	"receipts":      {"单数", "Receipts"},
	"sales":         {"销售", "Sales"},
	"topups":        {"充值", "Top-ups"},
	"refunds":       {"退货", "Refunds"},
	"all":           {"合计", "All"},
	"showAll":       {"查看全部", "Show all"},
	"showOpen":      {"只看待处理", "Only open ones"},
	"showSettled":   {"包括已处理", "Settled ones too"},
	"none":          {"没有。", "None."},
	"when":          {"时间", "When"},
	"what":          {"事项", "What"},
	"receipt":       {"单号", "Receipt"},
	"member":        {"会员", "Member"},
	"card":          {"卡号", "Card"},
	"amount":        {"金额", "Amount"},
	"cost":          {"损失", "Cost"},
	"bearer":        {"承担方", "Borne by"},
	"house":         {"总店", "the chain"},
	"theMember":     {"会员", "the member"},
	"nobody":        {"无", "nobody"},
	"given":         {"已补给会员", "Given to the member"},
	"detail":        {"说明", "What happened"},
	"settled":       {"已处理", "Settled"},
	"open":          {"待处理", "Open"},
	"settledBy":     {"处理人", "Settled by"},
	"result":        {"处理说明", "Note"},
	"look":          {"查看", "Look"},
	"settle":        {"处理", "Settle"},
	"settleThis":    {"处理这个异常", "Settle this exception"},
	"note":          {"说明（写给以后查看的人）", "Note (for who looks at it later)"},
	"payMember":     {"补给会员的本金（元），没有就留空", "Principal to give the member (yuan), empty for none"},
	"waive":         {"免除会员的欠款", "Give up what the member owes"},
	"cardOf":        {"这张卡归谁（会员手机号或编号）", "Whose card this is (the member's phone or id)"},
	"mayNotSettle":  {"您没有处理异常的权限。", "You have no right to settle exceptions."},
	"moments":       {"不到一分钟", "less than a minute"},
	"minutes":       {"%d 分钟", "%d min"},
	"hours":         {"%d 小时", "%d h"},
	"days":          {"%d 天", "%d days"},
	"updated":       {"%s 更新，每 15 秒自动刷新", "as of %s, renewed every 15 s"},
}

// kinds names the kinds of exception.
var kinds = map[string][2]string{
	"branch":              {"收银台记录分叉（可能是克隆或旧备份）", "A till's journal forked (a copy or an old image)"},
	"malformed":           {"无法入账的记录", "A record that could not be booked"},
	"record_id_reused":    {"记录编号重复", "A record's id was used twice"},
	"id_reused":           {"请求编号重复", "A request's id was used twice"},
	"change_id_reused":    {"变更编号重复", "A change's id was used twice"},
	"suspense":            {"支出超过账面", "More was taken than the books hold"},
	"restore":             {"恢复备份后的缺口", "Not covered after a restore"},
	"card_lost":           {"挂失后仍被消费", "Spent after the card was reported lost"},
	"card_issued_twice":   {"同一张卡发给了两位会员", "One card issued to two members"},
	"card_replaced_twice": {"同一张卡补了两次", "One card replaced twice"},
	"card_gone_already":   {"卡已退或已补", "A card replaced or returned before"},
	"card_unknown":        {"总店没有的卡", "A card head office never made"},
	"member_unknown":      {"总店没有的会员", "A member head office doesn't know"},
	"phone_twice":         {"一个手机号两位会员", "One phone, two members"},
	"refund_blind":        {"无单退货", "Refund without receipt"},
	"refund_beyond":       {"退货超过所售", "More refunded than was sold"},
	"claim_stuck":         {"欠款无法结清", "A claim that can't be paid"},
	"float_loss":          {"垫付损失", "House float lost"},
}
