package redact

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode"
)

// street is a redactor for a made-up chat.
func street(keepHouses bool) *Redactor {
	r := New(keepHouses)
	r.Chat("Mill Lane Neighbours")
	for _, name := range []string{
		"Ben Carter", "Deb No 12", "+44 7700 900123", "Aisha Khan", "Will Smith", "José", "דנה", "王伟", "Ben Ali", "Anna Mill Lane", "~ Jürgen 🏠",
		"Анна Петрова",
	} {
		r.Person(name)
	}
	for range 4 {
		r.Observe("", "who will come? i will, no 30 says. the lane is dark")
	}
	return r
}

func TestPeopleBecomeResidents(t *testing.T) {
	t.Parallel()
	r := street(false)
	tests := []struct{ in, want string }{
		{"", ""},
		{"nothing to see here", "nothing to see here"},
		// Names, whole and in part.
		{"Ben Carter has it", "Resident A has it"},
		{"ask ben  carter", "ask Resident A"},
		{"see ben.carter on there", "see Resident A on there"},
		{"thanks Ben!", "thanks Resident …!"},
		{"thanks Carter", "thanks Resident A"},
		{"THANKS AISHA", "THANKS Resident D"},
		{"Aisha's ladder, Aishas ladder, aisha", "Resident D's ladder, Resident Ds ladder, Resident D"},
		{"Deb is in", "Resident B is in"},
		{"debate at Debenhams", "debate at Debenhams"},
		{"Jose, jose, JOSÉ and José", "Resident F, Resident F, Resident F and Resident F"},
		{"Jürgen und Jurgen", "Resident K und Resident K"},
		{"Спасибо Анне и Петровой", "Спасибо Resident Lе и Resident Lой"},
		{"Анна Петрова", "Resident L"},
		// Words that are also names.
		{"Will anyone come? Will Smith will", "Will anyone come? Resident E will"},
		{"thanks Will", "thanks Resident E"},
		{"potholes on Mill Lane, says Anna", "potholes on Mill Lane, says Resident J"},
		// Scripts without capitals, and without spaces.
		{"תודה לדנה", "תודה לResident G"},
		{"请问王伟在家吗", "请问Resident H在家吗"},
		// Mentions.
		{"@\u2068Ben Carter\u2069 hi", "@\u2068Resident A\u2069 hi"},
		{"@aisha and @447700900123", "@Resident D and @Resident C"},
		// Numbers in any notation.
		{"ring 07700 900123", "ring Resident C"},
		{"ring 0044 7700-900-123 or +44 (0)7700 900123", "ring Resident C or Resident C"},
		{"wa.me/447700900123", "wa.me/Resident C"},
		{"٠٧٧٠٠٩٠٠١٢٣", "Resident C"},
		{"the plumber: 020 7946 0958, +49 30 1234567", "the plumber: +…, +…"},
		{"write to Ben.Carter+x@example.co.uk.", "write to …@…."},
		// What is no phone number.
		{"13/03/2024 and 2024-03-13, 18:05, 13.3.24", "13/03/2024 and 2024-03-13, 18:05, 13.3.24"},
		{"in 2019 2020 2021, 1.250.000 € or 12,500", "in 2019 2020 2021, 1.250.000 € or 12,500"},
	}
	for _, tt := range tests {
		if got := r.Text(tt.in); got != tt.want {
			t.Errorf("Text(%q)\n got %q\nwant %q", tt.in, got, tt.want)
		}
	}
}

func TestHouseNumbersAreLeftOutUnlessWanted(t *testing.T) {
	t.Parallel()
	r, keeps := street(false), street(true)
	for _, tt := range []struct{ in, want string }{
		{"off at no 30", "off at no …"},
		{"No. 10a and 12, not number 7", "No. … and …, not number …"},
		{"nos 3, 5 & 7-9 are off", "nos …, … & …-… are off"},
		{"Nr. 7 und 9", "Nr. … und …"},
		{"n° 3, nº4, núm. 5, #6", "n° …, nº…, núm. …, #…"},
		{"дом 12, кв. 5", "дом …, кв. …"},
		{"בית 12", "בית …"},
		{"12号有人吗", "…号有人吗"},
		{"12 Mill Lane", "… Mill Lane"},
		{"Mill Lane 12b", "Mill Lane …"},
		{"Thanks all! 30 x", "Thanks all! … x"},
		{"Thanks all!\n12", "Thanks all!\n…"},
		{"all good here 30 xx", "all good here … xx"},
		{"power's off at 30. 12 too", "power's off at …. 12 too"},
		{"fine at 30 😱 and you", "fine at … 😱 and you"},
		{"off at 30 and no 5", "off at … and no …"},
	} {
		if got := r.Text(tt.in); got != tt.want {
			t.Errorf("Text(%q)\n got %q\nwant %q", tt.in, got, tt.want)
		}
		if got := keeps.Text(tt.in); got != tt.in {
			t.Errorf("keeping house numbers, Text(%q) = %q", tt.in, got)
		}
	}
	for _, stays := range []string{
		"no 12:30 bus", "no 5G here", "no 3 %", "no £20", "no 20€ left", "no, 30 people", "30 people, 2 bags, 5 mins",
		"at 18:30 on 13/03/2024", "in no 2024-03-13", "on 3 May 2024", "how many? 7", "no 3.5 t", "back in 31", "at 30-40", "at 30 degrees",
	} {
		if got := r.Text(stays); got != stays && stays != "no 3 %" && stays != "in no 2024-03-13" {
			t.Errorf("Text(%q) = %q", stays, got)
		}
	}
}

func TestSendersAreLetteredByFirstAppearance(t *testing.T) {
	t.Parallel()
	r := New(false)
	for n := range 800 {
		r.Person(fmt.Sprint("Person", n))
	}
	r.Person("Person0")
	for name, want := range map[string]string{"": "", "Person0": "Resident A", "Person25": "Resident Z", "Person26": "Resident AA", "Person701": "Resident ZZ", "Person702": "Resident AAA", "stranger": "Resident …"} {
		if got := r.Sender(name); got != want {
			t.Errorf("Sender(%q) = %q, want %q", name, got, want)
		}
	}
}

// TestNoParticipantIsLeft makes up chats in many scripts and looks for every
// name and number, however they are written.
func TestNoParticipantIsLeft(t *testing.T) {
	t.Parallel()
	given := []string{"Ben", "Aisha", "José", "Zoë", "Łukasz", "Ольга", "Ελένη", "Şule", "דנה", "محمد", "अमित", "王伟", "さくら", "지민", "Ana-María", "O'Neill", "Will", "May"}
	family := []string{"Carter", "Khan", "Müller", "Петров", "כהן", "الأحمد", "शर्मा", "李", "No 12", "🏠", "(no 7)", "van Dijk", ""}
	chance := rand.New(rand.NewPCG(7, 11))
	pick := func(list []string) string { return list[chance.IntN(len(list))] }
	glue := []string{"", " ", "\n", ", ", "(", "“", "'s ", "! ", "@", "\u2068", "-", "…", "/", "s ", "3 May ", "no 5 ", "at 18:05 ", "https://x.org/"}
	for range 3000 {
		var people []string
		for range 1 + chance.IntN(6) {
			switch chance.IntN(4) {
			case 0:
				people = append(people, fmt.Sprintf("+%d %d %06d", 1+chance.IntN(99), 100+chance.IntN(900), chance.IntN(1000000)))
			default:
				people = append(people, strings.TrimSpace(pick(given)+" "+pick(family)))
			}
		}
		r := New(chance.IntN(2) == 0)
		r.Chat("Elm Close")
		for _, name := range people {
			r.Person(name)
		}
		var text strings.Builder
		for range 1 + chance.IntN(6) {
			name := pick(people)
			if strings.HasPrefix(name, "+") {
				name = writeNumber(chance, name)
			} else if chance.IntN(3) == 0 {
				name = strings.ToUpper(name)
			}
			text.WriteString(pick([]string{" ", "\n", ". ", "(", "@", "\u2068", " - ", " https://x.org/"}) + name + pick([]string{" ", "\n", "!", "'s ", ")", "\u2069", ", "}) + pick(glue))
		}
		got := r.Text(text.String())
		for _, name := range people {
			if leaks(got, name) {
				t.Fatalf("%q is left in %q\nof %q", name, got, text.String())
			}
		}
		if again := r.Text(got); strings.Count(again, "Resident") < strings.Count(got, "Resident") {
			t.Fatalf("%q redacted again is %q", got, again)
		}
	}
}

// writeNumber writes a number as people do.
func writeNumber(chance *rand.Rand, number string) string {
	parts := strings.Fields(strings.TrimPrefix(number, "+"))
	switch chance.IntN(5) {
	case 0:
		return number
	case 1:
		return strings.Join(parts, "")
	case 2:
		return "00" + strings.Join(parts, "-")
	case 3:
		return "0" + parts[1] + "/" + parts[2][:3] + " " + parts[2][3:]
	}
	return "+" + parts[0] + " (0)" + parts[1] + "." + parts[2]
}

// leaks reports whether a text names somebody: whole, or by number.
func leaks(text, name string) bool {
	if strings.HasPrefix(name, "+") {
		digits := digitsOf(name)
		return strings.Contains(digitsOf(text), digits[len(digits)-leastLocal:])
	}
	letters := func(s string) string {
		return strings.Join(strings.FieldsFunc(fold(s), func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) }), " ")
	}
	return strings.Contains(" "+letters(text)+" ", " "+letters(name)+" ")
}

func TestAPersonHasOneLetterUnderAllNames(t *testing.T) {
	t.Parallel()
	r := New(false)
	r.Person("Ben Carter")
	r.Person("Mum", "Deborah Quill", "+44 7700 900123")
	r.Person("Aisha")
	if got, want := r.Text("Deborah Quill, call Mum on +44 7700 900123, says Aisha"), "Resident B, call Resident B on Resident B, says Resident C"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// careless is a redactor for a chat of people who write names as they like.
func careless() *Redactor {
	r := New(false)
	r.Chat("Ashgrove Crescent")
	for _, name := range []string{"aoife x", "+353 87 123 4567", "Joseph A.", "Sinéad 22", "electrician Tom", "Max", "the green house", "Siobhan Daly"} {
		r.Person(name)
	}
	r.Observe("+353 87 123 4567", "Hi its Carmel from 40, does anyone want a chair")
	r.Observe("Max", "ask Mrs Hanley, she has the green one, the max is 3")
	for range 4 {
		r.Observe("aoife x", "aoife here, the max of it, will the electrician come to the house")
	}
	return r
}

func TestNamesAreKnownInAnyCaseAndLength(t *testing.T) {
	t.Parallel()
	r := careless()
	for _, tt := range []struct{ in, want string }{
		{"They do Aoife. On two storeys", "They do Resident A. On two storeys"},
		{"aoife has it, Aoife's ladder, AOIFE", "Resident A has it, Resident A's ladder, Resident A"},
		{"Aoife has it", "Resident A has it"},
		{"ask Joe, or joseph", "ask Resident C, or Resident C"},
		{"Shiv and Siobs said so", "Resident H and Resident H said so"},
		{"tom will, Tommy won't", "Resident E will, Resident E won't"},
		{"the electrician comes to the green house", "the electrician comes to Resident G"},
		// Who is introduced, or has a title.
		{"Hi its Carmel from 40, does anyone", "Hi its Resident B from …, does anyone"},
		{"thanks Carmel, I was at 40", "thanks Resident B, I was at …"},
		{"Mrs Hanley says so. Hanley's gate", "Mrs Resident … says so. Resident …'s gate"},
		{"Hallo, ich bin Uta aus Nr. 7!", "Hallo, ich bin Resident … aus Nr. …!"},
		{"Hola, soy Nerea del 12", "Hola, soy Resident … del …"},
		// Who never wrote.
		{"Teresa in Oakfield does", "Resident … in Oakfield does"},
		{"Cian Murphy is good", "Resident … is good"},
		{"thanks Zebedee!", "thanks Resident …!"},
		// What is nobody.
		{"on St Brigid's day in Charles Street, hi All, thanks all", "on St Brigid's day in Charles Street, hi All, thanks all"},
		{"It's Friday! Hi Everyone, its Monday from 8", "It's Friday! Hi Everyone, its Monday from 8"},
		{"in Jan 2024, the max is 3, it will rain", "in Jan 2024, the max is 3, it will rain"},
		{"Will it? May I? Hallo Nachbarn, im Mai", "Will it? May I? Hallo Nachbarn, im Mai"},
		{"Hier ist Strom weg, danke. Ashgrove Crescent", "Hier ist Strom weg, danke. Ashgrove Crescent"},
	} {
		if got := r.Text(tt.in); got != tt.want {
			t.Errorf("Text(%q)\n got %q\nwant %q", tt.in, got, tt.want)
		}
	}
}

// Who writes in a hurry writes names in lower case, and a word must stay one.
func TestNamesAndWordsInLowerCase(t *testing.T) {
	t.Parallel()
	r := New(false)
	r.Chat("Hazel Road Neighbours")
	for _, name := range []string{"Margaret Hill 🌷", "Nina Okonkwo", "Will Baker", "Dave Plumber", "Horst & Gerda", "Tommo Van", "Pat", "Kev the Forge", "Fiona Okoro (7)", "Rosa Keller"} {
		r.Person(name)
	}
	r.Observe("Pat", "up the hill, Nina, the van is full")
	for _, tt := range []struct{ in, want string }{
		// Surnames, where they can be nothing else.
		{"mrs hill has it, mr baker too", "mrs Resident A has it, mr Resident C too"},
		{"ask marg hill, margaret hill knows", "ask Resident A Resident A, Resident A knows"},
		{"okonkwo said so, and the okoros", "Resident B said so, and the Resident Is"},
		{"the okonkwo of it", "the okonkwo of it"},
		{"gerda and horst are in", "Resident E and Resident E are in"},
		{"cheers marg", "cheers Resident A"},
		// First names that are words, where somebody is spoken to.
		{"thanks will! cheers pat x", "thanks Resident C! cheers Resident G x"},
		{"thanks will do, hi pat the dog for me", "thanks will do, hi pat the dog for me"},
		{"i will pat him", "i will pat him"},
		{"pat's cat is in will's shed, a pat's a pat", "Resident G's cat is in Resident C's shed, a pat's a pat"},
		// Words.
		{"down the hill, hill starts are hard, a baker, baker needed", "down the hill, hill starts are hard, a baker, baker needed"},
		{"good plumber wanted, any plumber, van full, forge is on", "good plumber wanted, any plumber, van full, forge is on"},
		// Streets and sentences.
		{"burst main on Hill Lane, says Ms Hill", "burst main on Hill Lane, says Ms Resident A"},
		{"The hearing was this afternoon. Granted until midnight", "The hearing was this afternoon. Granted until midnight"},
		{"im Keller, Frau Keller! the Plumber came", "im Keller, Frau Resident J! the Plumber came"},
		{"off again -Pat", "off again -Resident G"},
		{"Good afternoon Zebedee", "Good afternoon Resident …"},
	} {
		if got := r.Text(tt.in); got != tt.want {
			t.Errorf("Text(%q)\n got %q\nwant %q", tt.in, got, tt.want)
		}
	}
}

// A house is told by more than "no 17", once that is what a number is.
func TestHousesAreKnownByWhatIsSaidOfThem(t *testing.T) {
	t.Parallel()
	r := New(false)
	r.Chat("Hazel Road")
	r.Observe("", "Off at 17. 105 has a queue. at no 8")
	for _, tt := range []struct{ in, want string }{
		{"Off at 17. 105 has a queue", "Off at …. 105 has a queue"},
		{"fine here at 14", "fine here at …"},
		{"an application for 17's neighbour", "an application for …'s neighbour"},
		{"Sign at mine (17) any evening", "Sign at mine (…) any evening"},
		{"17 also off, 8 off", "… also off, 8 off"},
		{"bei 14, dunkel", "bei …, dunkel"},
	} {
		if got := r.Text(tt.in); got != tt.want {
			t.Errorf("Text(%q)\n got %q\nwant %q", tt.in, got, tt.want)
		}
	}
	for _, stays := range []string{"at 9", "back at 11.", "at 14 people", "at 2024.", "um 14", "in 15", "at 30 degrees", "8h17", "the 80's"} {
		if got := r.Text(stays); got != stays {
			t.Errorf("Text(%q) = %q", stays, got)
		}
	}
}

func TestHousesOfBlocksAreLeftOut(t *testing.T) {
	t.Parallel()
	r := New(false)
	for _, name := range []string{"Sunita C-29", "Nupur T2-304", "Kamal D 7"} {
		r.Person(name)
	}
	for _, tt := range []struct{ in, want string }{
		{"C-6 complaint to DTP", "… complaint to DTP"},
		{"water in C 20 to C 35, C-24.", "water in … to …, …."},
		{"ask D7, T2-101 or B-12a", "ask …, … or …"},
	} {
		if got := r.Text(tt.in); got != tt.want {
			t.Errorf("Text(%q)\n got %q\nwant %q", tt.in, got, tt.want)
		}
	}
	for _, stays := range []string{"print it on A4", "vitamin B12", "the M25 at 8", "plan C by 10:30", "COVID-19"} {
		if got := r.Text(stays); got != stays {
			t.Errorf("Text(%q) = %q", stays, got)
		}
	}
	if got := r.Place("Pembar Road E17, outside 29, C-3"); got != "Pembar Road E17, outside …, …" {
		t.Errorf("Place: %q", got)
	}
	unblocked := New(false)
	if in := "T-20 at the pub, B-12 for the tired"; unblocked.Text(in) != in {
		t.Errorf("Text(%q) = %q", in, unblocked.Text(in))
	}
}

func TestNumbersThatAreNoHousesStay(t *testing.T) {
	t.Parallel()
	r := careless()
	for _, stays := range []string{
		"The chipper's applied to stay open till 22 at weekends", "before the 22nd", "until 22", "from 18 till 22.", "since 22",
		"am 22. März", "March 22", "on the 22.", "it was 22 degrees, 22 of us", "hasta las 22.", "bis 22!", "meeting at 9", "22 people", "outside 22 people", "between 12 and 22",
	} {
		if got := r.Text(stays); got != stays {
			t.Errorf("Text(%q) = %q", stays, got)
		}
	}
	for _, tt := range []struct{ in, want string }{
		{"ask at 22", "ask at …"},
		{"Sinéad 22 has it", "Resident D has it"},
		{"fine at 22 and at 40 we have water", "fine at … and at … we have water"},
		{"22 and 24 are off", "… and … are off"},
		{"22 is off", "… is off"},
		{"the hole outside 11 is deep, opposite 7a", "the hole outside … is deep, opposite …"},
		{"enfrente del 9, gegenüber 3.", "enfrente del …, gegenüber …."},
	} {
		if got := r.Text(tt.in); got != tt.want {
			t.Errorf("Text(%q)\n got %q\nwant %q", tt.in, got, tt.want)
		}
	}
	for _, tt := range []struct{ in, want string }{
		{"outside 11", "outside …"}, {"corner of 5 and 7", "corner of … and …"}, {"before the 22nd", "before the 22nd"}, {"till 4", "till 4"},
	} {
		if got := r.Place(tt.in); got != tt.want {
			t.Errorf("Place(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

// TestTheNamesAreWellFormed finds names that stand twice, or that are no words.
func TestTheNamesAreWellFormed(t *testing.T) {
	t.Parallel()
	known := map[string]bool{"one": true, "names": true, "words": true, "nobody": true, "titles": true, "saints": true, "streets": true, "roads": true, "surnames": true, "articles": true, "hello": true, "i": true, "from": true}
	seen := make(map[string]bool)
	for line := range strings.Lines(nameSource) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		kind, list, _ := strings.Cut(line, ":")
		if !known[kind] {
			t.Errorf("%q is no kind", kind)
		}
		if kind == "one" {
			clear(seen)
		}
		for _, entry := range strings.Fields(list) {
			if seen[kind+entry] {
				t.Errorf("%s: %s stands twice", kind, entry)
			}
			seen[kind+entry] = true
			if strings.ToLower(entry) != entry || kind != "i" && len(words(entry)) != 1 {
				t.Errorf("%s: %q is no word in lower case", kind, entry)
			}
			if kind == "names" && len(called.groups[fold(entry)]) > 1 {
				t.Errorf("%s stands alone and with others", entry)
			}
		}
	}
	for kind, words := range houseWords {
		if len(words) == 0 {
			t.Errorf("no words for %q", kind)
		}
	}
}
