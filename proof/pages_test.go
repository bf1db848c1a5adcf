//go:build browser

package proof_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"holdfast/proof"
)

// TestPages has a real browser go through head office's pages: signed out, wrong password, overview, an exception and its
// settlement, in both languages and on small and large screens. It needs Chromium, so it is run by make pages.
func TestPages(t *testing.T) {
	c := open(t)
	t1, t2 := c.till("S01", "T1"), c.till("S01", "T2")
	t1.ring(2, richCard)
	t1.ok("pay stored rest")
	t1.ok("finish")
	t1.ok("sync")
	t2.ok("sync")
	t2.Line.Cut()
	t1.ok("override 2001 2222")
	t1.ok("card lost " + richCard + " 钱包丢了")
	t1.ok("sync")
	t1.ok("card " + poorCard)
	t1.ok("topup 200 bank 4711")
	t1.do("cancel")
	t1.ok("override 2001 2222")
	t1.ok("refund none " + goods + " 1")
	t1.ok("sync")
	c.hq("till", "close", "T2")
	c.hq("rules", "back", "1") // T2 sells by older ones
	t3, image := c.till("S02", "T3"), filepath.Join(t.TempDir(), "image")
	must(t, t3.Stop())
	must(t, t3.Save(image))
	t3.restart()
	t3.ring(1, poorCard)
	t3.ok("pay cash 10.00")
	t3.ok("finish")
	t3.ok("sync")
	must(t, t3.Stop())
	must(t, t3.Load(image))
	t3.Line.Cut()
	t3.restart()
	t3.ok("card " + poorCard)
	t3.ok("topup 100 cash")
	t3.do("cancel")
	t3.ring(3, poorCard)
	t3.ok("pay stored rest")
	t3.ok("finish")
	t3.Line.Mend()
	must(t, proof.Until(waitLong, "head office has the fork", func() bool {
		list, err := c.HQ.Exceptions()
		return err == nil && slices.ContainsFunc(list, func(x proof.Exception) bool { return x.Kind == "branch" })
	}))

	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.IgnoreCertErrors)
	allocated, cancel := chromedp.NewExecAllocator(t.Context(), options...)
	defer cancel()
	ctx, cancel := chromedp.NewContext(allocated)
	defer cancel()
	must(t, chromedp.Do(ctx)) // the browser lives as long as this context
	ctx, cancel = context.WithTimeout(ctx, time.Minute)
	defer cancel()
	url := "https://" + c.HQ.Address()
	shots := os.Getenv("OUT")
	if shots == "" {
		shots = t.TempDir()
	}
	do := func(steps ...chromedp.Action[chromedp.Void]) {
		t.Helper()
		must(t, chromedp.Do(ctx, steps...))
	}
	shoot := func(name string) {
		t.Helper()
		png, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
		must(t, err)
		must(t, os.WriteFile(filepath.Join(shots, name+".png"), png, 0o600))
	}
	says := func(wanted ...string) {
		t.Helper()
		shown, err := chromedp.Run(ctx, chromedp.Text("body"))
		must(t, err)
		for _, w := range wanted {
			if !strings.Contains(shown, w) {
				t.Errorf("the page doesn't say %q:\n%s", w, shown)
			}
		}
	}
	signIn := func(password string) {
		t.Helper()
		do(chromedp.SetValue("#person", "9001"), chromedp.SetValue("#password", password),
			chromedp.Click("main button"), chromedp.WaitVisible("main"))
	}

	do(chromedp.EmulateViewport(1024, 768), chromedp.Navigate(url+"/language?to=zh"), chromedp.WaitVisible("#person"))
	shoot("sign-in-zh")
	signIn("wrong")
	says("工号或密码不对")
	shoot("sign-in-wrong-zh")
	signIn("holdfast-demo")
	says("门店与收银台", "在线", "离线", "撤机中", "已关闭", "起落后", "何立诚")
	shoot("overview-zh-1024")
	do(chromedp.Navigate(url + "/language?to=en"))
	says("Stores and tills", "online", "being closed", "behind since", "He Licheng")
	shoot("overview-en-1024")
	do(chromedp.EmulateViewport(1920, 1080), chromedp.Navigate(url+"/"))
	shoot("overview-en-1920")
	do(chromedp.Navigate(url + "/language?to=zh"))
	shoot("overview-zh-1920")
	do(chromedp.EmulateViewport(1024, 768), chromedp.Navigate(url+"/exceptions"))
	shoot("exceptions-zh-1024")
	settle := func(name, note string, before ...chromedp.Action[chromedp.Void]) {
		t.Helper()
		do(chromedp.Navigate(url+"/exceptions"), chromedp.Click("tbody a"), chromedp.WaitVisible("#note"))
		shoot(name + "-zh-1024")
		do(before...)
		do(chromedp.SetValue("#note", note), chromedp.Click("main form button"), chromedp.WaitVisible("h1 .tag.ok"))
		says("已处理", "9001", note)
		shoot(name + "-settled-zh-1024")
	}
	do(chromedp.Navigate(url+"/exceptions"), chromedp.Click("tbody a"), chromedp.WaitVisible("#note"))
	says("应归会员", "总店承担", "储值充值", "T3-1-")
	do(chromedp.Navigate(url+"/language?to=en"), chromedp.Navigate(url+"/exceptions"), chromedp.Click("tbody a"), chromedp.WaitVisible("#note"))
	says("Gives the member", "Costs the chain", "Top-up")
	shoot("fork-en-1024")
	do(chromedp.Navigate(url + "/language?to=zh"))
	settle("fork", "拷贝过的硬盘", chromedp.Click("input[name=fork]"))
	says("已补记")
	settle("exception", "已和门店核对")
	c.noExceptions()
	do(chromedp.Click("header form button"), chromedp.WaitVisible("#person"))
	do(chromedp.Navigate(url + "/"))
	says("登录")
}
