package pin

import "testing"

func TestVerify(t *testing.T) {
	h := Hash("1111")
	if !Verify(h, "1111") {
		t.Error("the right PIN is refused")
	}
	if h == Hash("1111") {
		t.Error("two hashes of a PIN are equal: no salt")
	}
	for _, bad := range []string{"", "1112", "11111"} {
		if Verify(h, bad) {
			t.Errorf("PIN %q is taken", bad)
		}
	}
	for _, hash := range []string{"", "1111", "$argon2id$$$$", "$argon2id$v=19$m=99999999,t=2,p=1$AAAA$AAAA", h[:len(h)-1] + "!", "$argon2id$v=19$m=19456,t=2,p=1$AAAA$"} {
		if Verify(hash, "1111") {
			t.Errorf("hash %q matches", hash)
		}
	}
}
