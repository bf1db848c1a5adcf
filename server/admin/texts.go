package admin

import (
	"fmt"

	"holdfast/pos"
	"holdfast/pos/receipt"
	"holdfast/pos/record"
	catalogue "holdfast/pos/texts"
)

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

// record is what a record of a kind is called, or the receipt of it.
func (l lang) record(kind string) string {
	return receipt.KindName(record.Kind(kind), pos.Lang(l.Tag()))
}

// advice is what to do about an exception of a kind.
func (l lang) advice(name string) string {
	if text, ok := advices[name]; ok {
		return text[l]
	}
	return l.say("look into it")
}

// heard is a sentence of head office's own, as it stands in its books or refuses what was typed.
func (l lang) heard(words string) string { return catalogue.Say(pos.Lang(l.Tag()), pos.Heard(words)) }

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
	"busy":          {"现在登录的人太多，请稍等再试。", "Too many sign in right now. Wait a moment and try again."},
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
	"frozenAt":      {"停用收银台冻结 %s", "frozen at closed tills %s"},
	"writtenOff":    {"已补还、待核 %s", "given back, may be spent there %s"},
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
	"closing":       {"撤机中", "being closed"},
	"closingSince":  {"自 %s 起", "since %s"},
	"new":           {"未注册", "not enrolled"},
	"since":         {"%s", "for %s"},
	"heard":         {"最后联系", "Last heard of"},
	"epoch":         {"代", "Epoch"},
	"records":       {"已入账记录", "Records booked"},
	"rules":         {"规则版本", "Rules"},
	"rulesBehind":   {"%s 起落后", "behind since %s"},
	"lastRecord":    {"最后一笔", "Last record"},
	"unsentUnknown": {"离线期间的记录尚未送达", "what it did since is not here yet"},
	"underWay":      {"在途", "Under way"},
	"held":          {"离线额度（储值）", "Held there (value)"},
	"heldSince":     {"自 %s 起", "since %s"},
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
	"detail":        {"系统记录", "What happened"},
	"advice":        {"怎么办", "What to do"},
	"look into it":  {"请核对单据和系统记录，查明后写下结论再处理。", "Look into the receipt and what is recorded; settle it with a note of what you found."},
	"settled":       {"已处理", "Settled"},
	"open":          {"待处理", "Open"},
	"settledBy":     {"处理人", "Settled by"},
	"result":        {"处理说明", "Note"},
	"look":          {"查看", "Look"},
	"settle":        {"处理", "Settle"},
	"settleThis":    {"处理这个异常", "Settle this exception"},
	"note":          {"说明（写给以后查看的人）", "Note (for who looks at it later)"},
	"payMember":     {"补给会员的本金（元），没有就留空", "Principal to give the member (yuan), empty for none"},
	"bookFork":      {"补记分叉的单据：消费由总店承担，充值归会员", "Book the forked records: the chain bears what they spent, what they paid in is the members'"},
	"forkGives":     {"应归会员", "Gives the member"},
	"forkCosts":     {"总店承担", "Costs the chain"},
	"forkBooked":    {"已补记", "booked"},
	"forkWrong":     {"无法补记", "can't be booked"},
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
	"no_right":            {"没有权限的操作", "Done without the right to"},
	"quota_exceeded":      {"促销超出限量", "More of a promotion than there was"},
	"priced_otherwise":    {"售价与规则不符", "Priced otherwise than by the rules"},
	"rules_unknown":       {"收银台版本太旧，不认识新规则", "A till too old for the rules"},
	"limit_exceeded":      {"会员当日促销超过限次", "A member had a promotion too often on a day"},
	"clock":               {"收银台时钟不对", "A till's clock is wrong"},
	"unreadable":          {"内容无法识别的记录", "A record that can't be read"},
	"refund_right":        {"没有退货权的退货", "Refunded without the right to"},
	"postings_differ":     {"入账与内容不符", "What was booked is not what it says"},
	"branch":              {"收银台记录分叉（可能是克隆或旧备份）", "A till's journal forked (a copy or an old image)"},
	"malformed":           {"无法入账的记录", "A record that could not be booked"},
	"record_id_reused":    {"记录编号重复", "A record's id was used twice"},
	"id_reused":           {"请求编号重复", "A request's id was used twice"},
	"suspense":            {"支出超过账面", "More was taken than the books hold"},
	"restore":             {"恢复备份后的缺口", "Not covered after a restore"},
	"card_lost":           {"挂失后仍被消费", "Spent after the card was reported lost"},
	"card_issued_twice":   {"同一张卡发给了两位会员", "One card issued to two members"},
	"card_replaced_twice": {"同一张卡补了两次", "One card replaced twice"},
	"card_gone_already":   {"卡已退或已补", "A card replaced or returned before"},
	"card_return_open":    {"退卡余款未付清", "A returned card not paid out to the end"},
	"card_unknown":        {"总店没有的卡", "A card head office never made"},
	"member_unknown":      {"总店没有的会员", "A member head office doesn't know"},
	"phone_twice":         {"一个手机号两位会员", "One phone, two members"},
	"refund_blind":        {"无单退货", "No-receipt refund"},
	"refund_beyond":       {"退货超过所售", "More refunded than was sold"},
	"claim_stuck":         {"欠款无法结清", "A claim that can't be paid"},
	"float_loss":          {"垫付损失", "House float lost"},
	"till_lost":           {"停用的收银台余额已补还会员", "What a closed till held was given back"},
	"escrow_loss":         {"补还之后发现已在原收银台消费", "Spent at a closed till, and given back before"},
}

// advices says what to do about the kinds of exception.
var advices = map[string][2]string{
	"no_right":            {"操作人当时没有这项权限。请向店长核实。", "Whoever did it had no right to. Ask the store manager."},
	"quota_exceeded":      {"限量促销或券的使用多于收银台持有的数量，这不应发生。请核对小票，并检查这台收银台的程序。", "A promotion of limited quantity or a coupon was used beyond what the till held of it, which no till in order does. Look at the receipt, and have the till looked at."},
	"priced_otherwise":    {"按当时的规则重新计价，结果不同。请核对小票；若多收，请退还会员。", "Priced again by the rules of that time it comes to something else. Look at the receipt; give back what was taken too much."},
	"rules_unknown":       {"这台收银台不认识部分促销，按没有这些促销销售。请升级这台收银台。", "The till doesn't know some promotions and sells without them. Update it."},
	"limit_exceeded":      {"几台收银台各自给了这位会员同一优惠，合计超过每日限次。超出的由总店承担；若常有，请把限次改为严格（hard）或核对该会员。", "Several tills gave the member the promotion, together more often than its limit a day: with a soft limit each till counts what it has sold itself. The chain bears what was too much; if it happens often, make the limit hard or look at the member."},
	"clock":               {"请校准这台收银台的时间。", "Set the till's clock."},
	"branch":              {"停用这台收银台并重新注册；核对分叉的单据后可补记：消费由总店承担，充值归会员；单据里的发卡、挂失等另行处理。", "Take the till out of use and enrol it anew. Look at the forked records and book them: the chain bears what they spent, what they paid in is the members'. Cards and members in them are for you to put right."},
	"malformed":           {"这条记录已保存但没有入账。请联系技术人员，并重新注册这台收银台。", "The record is kept and not booked. Call for help, and enrol the till anew."},
	"unreadable":          {"金额已入账，其余内容无法识别，可能是收银台版本较新。请升级总店。", "What it moved is booked; the rest can't be read, perhaps as the till is newer. Update head office."},
	"suspense":            {"缺口已由总店垫付，收银台已关闭。查明原因后重新注册；如会员有损失可补给。", "The chain paid what was missing and the till is closed. Find out why, enrol it anew, and give the member what they lost."},
	"restore":             {"恢复备份时的缺口。若其他收银台的记录补齐，会自动冲回；否则由总店承担。", "Not covered after a restore. It goes back by itself when other tills' records cover it; otherwise the chain bears it."},
	"card_lost":           {"旧卡在挂失之后仍被使用。请与会员核实，再决定总店补给多少。", "The old card was used after its loss was reported. Ask the member, and decide what the chain takes over."},
	"card_issued_twice":   {"同一张空白卡在两台断线的收银台发给了两位会员，已冻结。核实后填写归谁，另一位请另发新卡。", "One blank card was issued to two members and is frozen. Find out whose it is; the other one gets a new card."},
	"card_replaced_twice": {"先到的补卡有效，后一张已作废。请通知会员换领。", "The first replacement stands and the other card is void. Tell the member."},
	"card_gone_already":   {"这张卡之前已退或已补。请核对退款和新卡。", "The card was returned or replaced before. Check what was paid out and the new card."},
	"card_return_open":    {"退卡时有一部分本金不在那台收银台。请会员到任意一台已联网的收银台再做一次「退卡」(card return)，即可退还余款，本异常会自动结案。若会员已另有新卡，本金归新卡使用，写明后处理即可。", "Part of the principal was not at that till. 'card return' of the same card once more, at any till whose line is up, pays the rest and settles this by itself. If the member has another card by now, the principal stays with them: say so and settle it."},
	"phone_twice":         {"若是同一个人，请合并会员（hq merge）；否则更正手机号。", "If they are one person, merge them (hq merge); otherwise correct the phone."},
	"refund_right":        {"这张单据的退货权当时不在这台收银台。请核对是否退了两次。", "The right to refund this receipt was not at that till. See whether it was refunded twice."},
	"refund_beyond":       {"退的比卖的多。请核对原单和退货单。", "More came back than was sold. Compare the sale with its refunds."},
	"postings_differ":     {"记录的入账与它所说的不一致，入账保留。请联系技术人员。", "Its bookings stand. Call for help with this till."},
	"id_reused":           {"同一编号出现了两次不同的内容，可能是克隆的收银台。请检查这台收银台。", "One id came with two contents, perhaps from a copied till. Look at that till."},
	"record_id_reused":    {"同一记录编号出现了两次，可能是克隆的收银台。请检查这台收银台。", "One record id came twice, perhaps from a copied till. Look at that till."},
	"refund_blind":        {"无单退货。请向店长核实商品和原因。", "A refund without a receipt. Ask the store manager about the goods and the reason."},
	"float_loss":          {"垫付的钱会员未还。可等待充值时自动扣回，或免除。", "House money that a member has not paid back. Wait for their next top-up, or waive it."},
	"till_lost":           {"这台收银台已停用，会员存放在那里的余额已由总店补还。若它日后补传记录，消费部分由总店承担，会另外列出。", "What members had at this closed till was given back to them. If its records come after all, the chain bears what was spent of it, and each such receipt is listed."},
	"escrow_loss":         {"这笔消费在停用的收银台发生，补传时余额已补还会员，由总店承担。请与会员核实。", "This was spent at a closed till, and its record came after the member had that back: the chain bears it. Ask the member."},
	"card_unknown":        {"总店没有制过这张卡。请核对卡号和来源。", "Head office never made this card. Check its number and where it came from."},
	"member_unknown":      {"总店没有这位会员，已建空档案。请补全资料或合并。", "A member without a name was made. Complete the record, or merge it."},
	"claim_stuck":         {"请联系技术人员核对账户。", "Call for help with these accounts."},
}
