/*
 * The money of one member between head office and two tills, with every fault that the theorem of escrow must bear: grants
 * that come late or twice, tills that never come back, old copies of a till, a head office restored from its backup. It is
 * small enough that every order in which things can happen is tried; no clock appears in it.
 *
 *	spin -a -DLOST=1 escrow.pml && cc -w -O2 -DSAFETY -DCOLLAPSE -o pan pan.c && ./pan -E -m20000
 *
 * ends with "errors: 0", likewise for the other faults below, and with -DBUG_… each deliberate bug with an error;
 * spin -t then tells the steps that lead to it.
 *
 * A unit of value is one coin, a till in one epoch is a book. HQ's accounts are what is available, what is in transit by
 * each grant, and an escrow account a book. A till has a journal, which HQ applies in its order at any later time; what it
 * holds is worked out from that journal. Amounts, assets, lots and claims change nothing of it and are left out.
 */

#define PLACES 2
#define EPOCHS 2
#define BOOKS  4
#ifndef LONG
#define LONG   3 /* records in a book, at most */
#endif
#ifndef GRANTS
#define GRANTS 2 /* at most 3 */
#endif
#ifndef VALUE
#define VALUE  1 /* coins that the member has paid in before */
#endif

/* The faults. Each is tried by itself: two of them have more orders than a machine can try in minutes. A grant on its way
 * is gone with the session of an HQ that is restored, and so isn't tried late after that. */
#ifndef LOST
#define LOST   0 /* a till never comes back, or late */
#endif
#ifndef COPIED
#define COPIED 0 /* an old copy of a till is put back */
#endif
#ifndef ROLLED
#define ROLLED 0 /* head office comes back from its backup */
#endif

#define BOOK        (p * EPOCHS + epoch[p])
#define LAST(b)     ((b) * LONG + length[b])
#define ROOM        (length[BOOK] < LONG)
#define SEEN(b, g)  ((seen[b] >> (g)) & 1)

/* Records: these, ACCEPT + grant, and DECLINE + grant. */
#define SPEND   1
#define RETURN  2
#define TOPUP   3
#define ACCEPT  4
#define DECLINE 8

/* What HQ knows of a grant. */
#define UNKNOWN 0
#define TRANSIT 1
#define ENDED   2
#define WRITTEN 3 /* off: the member has it back, and the house stands for it */

/* Head office: all of it is lost with its disk, and comes back as it was in the backup. */
typedef office {
	byte available;
	byte grant[GRANTS];
	byte to[GRANTS];       /* the book that a grant names */
	byte escrow[BOOKS];
	byte applied[BOOKS];   /* records; the cursor */
	byte covered[BOOKS];   /* written off, and so what late records are booked against */
	bit  written[BOOKS];
	byte opened[PLACES];   /* the epoch of each place; grants name no other */
	byte house;            /* what the house has lost */
	byte lent;             /* what of it only until other records bring it: HQ had forgotten a grant, and so what covered it */
	byte got, gave;         /* what has been booked as paid in and as spent */
};
office hq, backup;
bit backed, rolled, recovering;

/* The tills. */
byte epoch[PLACES];
byte length[BOOKS];
byte journal[12];              /* BOOKS * LONG */
byte held[BOOKS];
byte seen[BOOKS];              /* a bit for each grant that was accepted or declined: a tombstone */
bit  doubt[PLACES];            /* perhaps an old copy: nothing is spent */
byte copied[PLACES];           /* length of the old copy that somebody keeps, + 1 */
bit  restored;

/* The world. */
byte made;                   /* a bit for each grant that there ever was: ids are used once */
byte spent;                    /* coins' worth of goods that left a shop */
byte paid = VALUE;

byte p, g, i, r, b;            /* of the step that is being done */

inline write(record) { journal[LAST(BOOK)] = record; length[BOOK]++ }

/* A record of book b says how grant g has ended. An HQ that has forgotten the grant learns of it so. While tills keep their
 * tombstones none ends twice. */
inline ending() {
	assert(hq.grant[g] != ENDED);
	if
	:: hq.grant[g] == UNKNOWN && hq.available == 0 -> hq.house++; hq.lent++
	:: hq.grant[g] == UNKNOWN && hq.available > 0 -> hq.available--
	:: else
	fi
}

/* A record gives a coin back to the member; one that the house has lent is the house's again. */
inline toAvailable() {
	if
#ifndef BUG_LENT_FOR_GOOD
	:: hq.lent > 0 -> hq.lent--; hq.house--
	:: hq.lent == 0 -> hq.available++
#else
	:: hq.available++
#endif
	fi
}

inline apply() {
	r = journal[b * LONG + hq.applied[b]];
	if
	:: r >= DECLINE ->
		g = r - DECLINE;
		ending();
		if
		:: hq.grant[g] == WRITTEN -> hq.covered[b]--; hq.house--
		:: else -> toAvailable()
		fi;
		hq.grant[g] = ENDED; hq.to[g] = b
	:: r >= ACCEPT && r < DECLINE ->
		g = r - ACCEPT;
		ending();
		if
		:: hq.grant[g] == WRITTEN
		:: hq.grant[g] != WRITTEN && hq.written[b] -> hq.available++; hq.house++; hq.covered[b]++
		:: else -> hq.escrow[b]++
		fi;
		hq.grant[g] = ENDED; hq.to[g] = b
	:: r == TOPUP ->
		hq.got++;
		if
		:: hq.written[b] -> hq.available++; hq.house++; hq.covered[b]++ /* theirs at once; what the book did with it may come later, or never */
		:: else -> hq.escrow[b]++
		fi
	:: r == SPEND ->
		hq.gave++;
		if
		:: hq.escrow[b] > 0 -> hq.escrow[b]--
		:: hq.escrow[b] == 0 && hq.covered[b] > 0 -> hq.covered[b]-- /* the house has borne it already */
		:: else -> hq.house++
		fi
	:: r == RETURN ->
		if
		:: hq.escrow[b] > 0 -> hq.escrow[b]--; toAvailable()
		:: hq.escrow[b] == 0 && hq.covered[b] > 0 ->
			hq.covered[b]--;
#ifdef BUG_LATE_RETURN
			hq.available++ /* which the member has had back already */
#else
			hq.house--
#endif
		:: else -> hq.house++; hq.available++
		fi
	fi;
#ifdef BUG_APPLIED_TWICE
	if
	:: hq.applied[b]++
	:: true
	fi
#else
	hq.applied[b]++
#endif
}

/* The lost book's coins go back to the member; the house stands for what the book may have spent. */
inline writeOff() { d_step {
	hq.written[b] = 1;
	hq.available = hq.available + hq.escrow[b]; hq.house = hq.house + hq.escrow[b]; hq.covered[b] = hq.covered[b] + hq.escrow[b];
#ifdef BUG_WRITTEN_OFF_AND_KEPT
	hq.house = hq.house - hq.escrow[b]; hq.got = hq.got + hq.escrow[b];
#endif
	hq.escrow[b] = 0;
	i = 0;
	do
	:: i < GRANTS ->
		if
		:: hq.grant[i] == TRANSIT && hq.to[i] == b -> hq.grant[i] = WRITTEN; hq.available++; hq.house++; hq.covered[b]++
		:: else
		fi;
		i++
	:: else -> break
	od;
	i = 0
} }

/* What a journal's records make of it. */
inline rebuild() { d_step {
	held[b] = 0; seen[b] = 0; i = 0;
	do
	:: i < length[b] ->
		r = journal[b * LONG + i];
		if
		:: r >= DECLINE -> seen[b] = seen[b] | (1 << (r - DECLINE))
		:: r >= ACCEPT && r < DECLINE -> seen[b] = seen[b] | (1 << (r - ACCEPT)); held[b]++
		:: r == TOPUP -> held[b]++
		:: r == SPEND || r == RETURN -> held[b]--
		fi;
		i++
	:: else -> break
	od;
	i = 0
} }

inline copy(src, dst) { d_step {
	dst.available = src.available; dst.house = src.house; dst.lent = src.lent; dst.got = src.got; dst.gave = src.gave;
	i = 0;
	do
	:: i < GRANTS -> dst.grant[i] = src.grant[i]; dst.to[i] = src.to[i]; i++
	:: else -> break
	od;
	i = 0;
	do
	:: i < BOOKS ->
		dst.escrow[i] = src.escrow[i]; dst.applied[i] = src.applied[i]; dst.covered[i] = src.covered[i]; dst.written[i] = src.written[i];
		i++
	:: else -> break
	od;
	i = 0;
	do
	:: i < PLACES -> dst.opened[i] = src.opened[i]; i++
	:: else -> break
	od;
	i = 0
} }

/* The promises, after every step. */
inline check() { d_step {
	/* Nobody has more goods than was paid for, but for what the house has lost, or stands for as it has given a book up. An HQ
	 * that was restored has yet to hear what happened, and grants nothing until it has. */
	assert(recovering || spent <= paid + hq.house);
	/* The house loses what was spent in a book after it had been given up, and stands for what may come of it; nothing else,
	 * and nothing at all while nothing goes wrong. What an old copy has undone nobody will ever tell. An HQ that was
	 * restored hears the tills in another order than before, and so lends what a later record brings, until it has heard all. */
	r = 0;
	b = 0;
	do
	:: b < BOOKS ->
		r = r + hq.covered[b];
		i = 0;
		do
		:: i < hq.applied[b] && i < length[b] -> r = r + (hq.written[b] && journal[b * LONG + i] == SPEND); i++
		:: else -> break
		od;
		b++
	:: else -> break
	od;
	assert(recovering || restored || hq.house <= r);
	assert(LOST || COPIED || ROLLED || hq.house == 0);
	/* HQ's books add up: what was paid in and what the house gave is with the member, on the way, at a till or spent. */
	i = 0; r = hq.available;
	do
	:: i < GRANTS -> r = r + (hq.grant[i] == TRANSIT); i++
	:: else -> break
	od;
	i = 0;
	do
	:: i < BOOKS -> r = r + hq.escrow[i] + hq.covered[i]; i++
	:: else -> break
	od;
	i = 0;
	assert(VALUE + hq.got + hq.house == r + hq.gave);
	r = 0; g = 0; b = 0; p = 0
} }

active proctype world() {
	hq.available = VALUE;
	do
	:: atomic { /* HQ grants a coin to a place */
		if :: p = 0 :: p = 1 fi;
		if :: g = 0 :: g = 1 :: g = 2 fi;
		g < GRANTS && !((made >> g) & 1) && (g == 0 || ((made >> (g - 1)) & 1)) && hq.available > 0;
		!recovering;
		b = p * EPOCHS + hq.opened[p];
		!hq.written[b];
		made = made | (1 << g);
		hq.grant[g] = TRANSIT; hq.to[g] = b;
		printf("head office grants %d to T%d in epoch %d\n", g, p, hq.opened[p]);
#ifdef BUG_GRANT_TAKES_NOTHING
		hq.got++;
#else
		hq.available--;
#endif
		check()
	}
	:: atomic { /* a grant comes, late or again, and is accepted or, where nobody waits for it any more, declined */
		if :: g = 0 :: g = 1 :: g = 2 fi;
		g < GRANTS && hq.grant[g] != UNKNOWN;
		p = hq.to[g] / EPOCHS;
		hq.to[g] == BOOK && ROOM && !doubt[p];
#ifndef BUG_TOMBSTONE_FORGOTTEN
		!SEEN(BOOK, g);
#endif
		seen[BOOK] = seen[BOOK] | (1 << g);
		if
		:: write(ACCEPT + g); held[BOOK]++; printf("T%d accepts %d\n", p, g)
		:: write(DECLINE + g); printf("T%d declines %d\n", p, g)
		fi;
		check()
	}
	:: atomic { /* a member spends a coin at a till */
		if :: p = 0 :: p = 1 fi;
		ROOM && !doubt[p];
#ifdef BUG_SPENDS_WHAT_IT_DOES_NOT_HOLD
		if :: held[BOOK] > 0 -> held[BOOK]-- :: else fi;
#else
		held[BOOK] > 0;
		held[BOOK]--;
#endif
		write(SPEND); spent++;
		printf("a coin is spent at T%d\n", p);
		check()
	}
	:: atomic { /* and pays one in */
		if :: p = 0 :: p = 1 fi;
		ROOM && !doubt[p] && paid < VALUE + 1;
		write(TOPUP); held[BOOK]++; paid++;
		printf("a coin is paid in at T%d\n", p);
		check()
	}
	:: atomic { /* a recall is answered */
		if :: p = 0 :: p = 1 fi;
		ROOM && !doubt[p] && held[BOOK] > 0;
		write(RETURN);
		printf("T%d returns a coin\n", p);
#ifndef BUG_RETURNS_AND_KEEPS
		held[BOOK]--;
#endif
		check()
	}
	:: atomic { /* HQ books the next record of a book */
		if :: b = 0 :: b = 1 :: b = 2 :: b = 3 fi;
		hq.applied[b] < length[b];
		printf("head office books record %d of T%d's epoch %d\n", hq.applied[b] + 1, b / EPOCHS, b % EPOCHS);
		apply();
		check()
	}
#ifdef BUG_EXPIRY_FREES
	:: atomic { /* a grant's time is over, and HQ takes that for its end */
		if :: g = 0 :: g = 1 :: g = 2 fi;
		g < GRANTS && hq.grant[g] == TRANSIT;
		hq.grant[g] = UNKNOWN; hq.available++;
		check()
	}
#endif
	:: atomic { /* a till is lost: HQ fences its epoch, and gives the member back what it held */
		if :: p = 0 :: p = 1 fi;
		b = p * EPOCHS + hq.opened[p];
		(LOST || doubt[p]) && !hq.written[b] && !recovering;
		printf("T%d is given up for lost\n", p);
		writeOff();
		check()
	}
	:: atomic { /* and begins a new epoch with an empty book */
		if :: p = 0 :: p = 1 fi;
		(hq.written[BOOK] || doubt[p]) && epoch[p] + 1 < EPOCHS;
#ifdef BUG_NEW_EPOCH_KEEPS_ESCROW
		i = held[BOOK];
#endif
		printf("T%d begins epoch %d\n", p, epoch[p] + 1);
		epoch[p]++; hq.opened[p] = epoch[p]; doubt[p] = 0;
#ifdef BUG_NEW_EPOCH_KEEPS_ESCROW
		held[BOOK] = i; i = 0;
#endif
		check()
	}
	:: atomic { /* somebody copies a till's disk */
		if :: p = 0 :: p = 1 fi;
		COPIED && copied[p] == 0 && copied[1 - p] == 0 && epoch[p] == 0 && !restored;
		copied[p] = length[BOOK] + 1;
		printf("T%d is copied\n", p);
		p = 0
	}
	:: atomic { /* and puts the copy back: what the till did since is gone, sent or not */
		if :: p = 0 :: p = 1 fi;
		copied[p] > 0 && epoch[p] == 0 && !restored;
		restored = 1;
		printf("T%d is as it was\n", p);
		b = BOOK;
		length[b] = copied[p] - 1;
		rebuild();
#ifndef BUG_NO_WITNESS
		doubt[p] = 1;
#endif
		check()
	}
	:: atomic { /* HQ is backed up */
		ROLLED && !backed;
		backed = 1;
		printf("head office is backed up\n");
		copy(hq, backup)
	}
	:: atomic { /* its disk dies, and the backup takes its place, which grants nothing until every till has told what it knows */
		backed && !rolled;
		rolled = 1;
#ifndef BUG_NO_RECOVERY
		recovering = 1;
#endif
		printf("head office is as it was\n");
		copy(backup, hq);
		check()
	}
	:: atomic { /* all have */
		recovering && epoch[0] == hq.opened[0] && epoch[1] == hq.opened[1];
		b = 0;
		do
		:: b < BOOKS && hq.applied[b] >= length[b] -> b++
		:: b < BOOKS && hq.applied[b] < length[b] -> b = BOOKS + 1
		:: else -> break
		od;
		b == BOOKS;
		recovering = 0;
		printf("head office has heard of everybody\n");
		check()
	}
	:: atomic { /* a till that HQ has forgotten shows the certificate of its epoch */
		if :: p = 0 :: p = 1 fi;
		recovering && epoch[p] != hq.opened[p];
		hq.opened[p] = epoch[p];
		printf("T%d shows its epoch\n", p);
		p = 0
	}
	od
}
