package parser

import "testing"

// notices holds, by language, sentences as phones wrote them.
var notices = map[string][]string{
	"English": {
		"Messages and calls are end-to-end encrypted. No one outside of this chat, not even WhatsApp, can read or listen to them.",
		"Messages and calls are end-to-end encrypted. No one outside of this chat, not even WhatsApp, can read or listen to them. Tap to learn more.",
		"Messages and calls are end-to-end encrypted. Only people in this chat can read, listen to, or share them. Learn more.",
		"Messages to this group are now secured with end-to-end encryption.",
		"Ann created group “Elm Street\"", "Ann created this group", "Group creator created group \"Elm Street\"",
		"Ann added Ben", "Ann added you", "You were added", "Ben was added", "Ann added Ben, Cat, and 9 others. Tap to see all.",
		"Ann joined using this group's invite link", "Ann joined using this group’s invite link", "You joined from the community",
		"Ann left", "Ann removed Ben", "You removed Ben",
		"Ann changed the subject from “Elm” to “Elm Street”", "Ann changed the group name to “Elm Street”", "Ann changed this group's icon", "Ann deleted this group's icon", "Ann changed the group description",
		"\u200e\u200eAnn changed their phone number to a new number. \u200eTap to message or add the new number.", "\u202a+44 7700 900318\u202c changed to \u202a+44 7700 900319\u202c",
		"Ann pinned a message", "You pinned a message", "You're now an admin", "You’re no longer an admin", "Ann changed this group's settings to allow only admins to send messages to this group",
		"Ann changed this group's settings to allow only admins to edit this group's info", "Ann changed the settings so only admins can edit the group settings",
		"Ann turned on admin approval to join this group", "Ann turned off admin approval to join this group", "This group has over 256 members so now only admins can edit the group settings",
		"Ann turned on disappearing messages. New messages will disappear from this chat 24 hours after they're sent, except when kept.", "Ann updated the message timer. New messages will disappear from this chat 7 days after they're sent, except when kept.",
		"Ann turned off disappearing messages.", "Your security code with Ann changed. Tap to learn more.", "You blocked this contact", "You unblocked this contact", "Ann is a contact",
		"Ann turned on advanced chat privacy", "This business uses a secure service from Meta to manage this chat. Tap to learn more.", "Waiting for this message. This may take a while.",
		"Only messages that mention or people share with @Meta AI are sent to Meta.",
	},
	"Spanish": {
		"Los mensajes y las llamadas están cifrados de extremo a extremo. Nadie fuera de este chat, ni siquiera WhatsApp, puede leerlos ni escucharlos.",
		"Los mensajes y las llamadas están cifrados de extremo a extremo. Solo las personas en este chat pueden leerlos, escucharlos o compartirlos. Obtén más información.",
		"Ann creó el grupo \"Elm Street\"", "Creaste este grupo", "Ann añadió a Ben", "Ann agregó a Ben", "Se te añadió", "Ann se unió usando el enlace de invitación de este grupo",
		"Ann salió del grupo", "Ann eliminó a Ben", "Ann cambió el asunto a \"Elm Street\"", "Ann cambió el ícono de este grupo", "Ann cambió la descripción del grupo",
		"Ann cambió su número de teléfono. Pulsa para enviar un mensaje o añadir el nuevo número.",
	},
	"French": {
		"Les messages et les appels sont chiffrés de bout en bout. Aucun tiers, pas même WhatsApp, ne peut les lire ou les écouter.",
		"Les messages et les appels sont chiffrés de bout en bout. Seules les personnes prenant part à cette discussion peuvent les lire, les écouter ou les partager. En savoir plus.",
		"Ann a créé le groupe « Elm Street »", "Ann a créé le groupe «\u202fElm Street\u202f»", "Ann a ajouté Ben", "Ann vous a ajouté", "Ann a rejoint le groupe via le lien d'invitation", "Ann a quitté le groupe", "Ann a quitté", "Ann a retiré Ben",
		"Ann a changé le sujet en « Elm Street »", "Ann a changé l’icône de ce groupe", "Ann a changé la description du groupe", "Ann a changé de numéro",
	},
	"German": {
		"Nachrichten und Anrufe sind Ende-zu-Ende-verschlüsselt. Niemand außerhalb dieses Chats kann sie lesen oder anhören, nicht einmal WhatsApp.",
		"Nachrichten und Anrufe sind Ende-zu-Ende-verschlüsselt. Nur Personen in diesem Chat können sie lesen, anhören oder teilen. Mehr\u00a0erfahren",
		"Ann hat die Gruppe „Elm Street“ erstellt.", "Du hast diese Gruppe erstellt", "Ann hat Ben hinzugefügt", "Ann hat dich hinzugefügt.", "Ben wurde hinzugefügt.", "Ann hat Ben, Cat und 9\u00a0weitere Personen hinzugefügt. Tippe, um alle zu sehen.",
		"Ann hat die Gruppe verlassen.", "Ann hat Ben entfernt.", "Ann hat den Gruppennamen zu „Elm Street“ geändert.", "Ann hat das Gruppenbild geändert", "Ann hat das Gruppenbild gelöscht", "Ann hat die Gruppenbeschreibung geändert",
		"Ann hat die Telefonnummer gewechselt. Tippe, um die neue Nummer anzuschreiben oder sie hinzuzufügen.", "Ann hat eine Nachricht fixiert", "Warte auf diese Nachricht. Das kann einen Moment dauern.",
		"Ann hat den erweiterten Chat-Datenschutz eingeschaltet", "Du bist jetzt ein*e Admin",
	},
	"Portuguese": {
		"As mensagens e as chamadas são protegidas com a criptografia de ponta a ponta e ficam somente entre você e os participantes desta conversa. Nem mesmo o WhatsApp pode ler ou ouvi-las.",
		"As mensagens e chamadas são encriptadas ponto a ponto. Ninguém fora desta conversa, nem mesmo o WhatsApp, pode ler ou ouvi-las. Toque para saber mais.",
		"Ann criou o grupo \"Elm Street\"", "\u200eAnn criou o grupo “Elm Street”", "Ann adicionou Ben", "Ann entrou usando o link de convite deste grupo", "Ann saiu", "Ann removeu Ben", "Ann mudou a imagem do grupo", "Ann mudou a descrição do grupo", "Alterou a descrição do grupo", "Ann mudou de número", "\u200eAnn adicionou o seu contacto", "Ann afixou uma mensagem.",
	},
	"Italian": {
		"I messaggi e le chiamate sono crittografati end-to-end. Nessuno al di fuori di questa chat, nemmeno WhatsApp, può leggerne o ascoltarne il contenuto.",
		"Ann ha creato il gruppo \"Elm Street\"", "Ann ha aggiunto Ben", "Ann ha abbandonato", "Ann ha rimosso Ben", "Ann ha cambiato l'oggetto in \"Elm Street\"", "Ann ha cambiato l’immagine del gruppo", "Ann ha cambiato la descrizione del gruppo",
	},
	"Dutch": {
		"Berichten en oproepen worden end-to-end versleuteld. Alleen mensen in deze chat kunnen ze lezen, beluisteren of delen.",
		"Berichten en oproepen worden end-to-end versleuteld. Niemand buiten deze chat kan ze lezen of beluisteren, zelfs WhatsApp niet.",
		"Ann heeft de groep Elm Street gemaakt", "Ann heeft Ben toegevoegd", "Ann heeft je toegevoegd", "Ann heeft de groep verlaten", "Ann heeft Ben verwijderd", "Ann heeft de groepsafbeelding gewijzigd", "Ann heeft het onderwerp gewijzigd in \"Elm Street\"",
	},
	"Arabic": {
		"الرسائل والمكالمات مشفرة تمامًا بين الطرفين، بحيث لا يستطيع أحد خارج هذه الدردشة، ولا حتى واتساب، قراءتها أو الاستماع إليها.",
		"قام أحمد بإنشاء المجموعة \"شارع\"", "أضاف أحمد \u200fعلي", "غادر أحمد", "أزال أحمد \u200fعلي", "غيّر أحمد رقم هاتفه",
	},
	"Hindi": {
		"मैसेजेस और कॉल्स एंड-टू-एंड एन्क्रिप्टेड हैं. इस चैट में शामिल लोगों के अलावा कोई भी इन्हें पढ़ या सुन नहीं सकता, WhatsApp भी नहीं",
		"राम ने ग्रुप \"सड़क\" बनाया", "राम ने श्याम को जोड़ा", "राम ने ग्रुप छोड़ा",
	},
	"Turkish": {
		"Mesajlar ve aramalar uçtan uca şifrelidir. WhatsApp da dahil olmak üzere bu sohbetin dışında bulunan hiç kimse mesajlarınızı okuyamaz ve aramalarınızı dinleyemez.",
		"Ann, \"Elm Street\" grubunu oluşturdu", "Ann, Ben kişisini ekledi", "Ann ayrıldı", "Ann gruptan ayrıldı", "Ann grup simgesini değiştirdi",
	},
	"Indonesian": {
		"Pesan dan panggilan terenkripsi secara end-to-end. Tidak seorang pun di luar chat ini, termasuk WhatsApp, yang dapat membaca atau mendengarkannya.",
		"Ann membuat grup \"Elm Street\"", "Ann menambahkan Ben", "Ann keluar", "Ann mengeluarkan Ben", "Ann mengubah ikon grup ini", "Ann mengubah deskripsi grup",
	},
	"Russian": {
		"Сообщения и звонки защищены сквозным шифрованием. Третьи лица, включая WhatsApp, не могут прочитать ваши сообщения или прослушать звонки.",
		"Ann создал(-а) группу \"Elm Street\"", "Ann добавил(-а) Ben", "Ann вышел(-а)", "Ann удалил(-а) Ben", "Ann изменил(-а) тему на \"Elm Street\"", "Ann изменил(-а) значок группы",
	},
}

func TestANoticeIsKnownBySentenceInEveryLanguage(t *testing.T) {
	t.Parallel()
	c := newClassifier()
	for language, sentences := range notices {
		for _, sentence := range sentences {
			for _, form := range forms(sentence) {
				for _, who := range []origin{{}, {sender: true, ios: true, group: true}} {
					b := c.body([]byte(form), who)
					if b.kind != Notice || b.rule == ruleNoSender || b.rule == ruleGroup {
						t.Errorf("%s: %q is %v by %q, want a notice by its words", language, form, b.kind, b.rule)
					}
				}
			}
		}
		if b := c.body([]byte(sentences[0]), origin{}); !b.encryption {
			t.Errorf("%s: %q is not known to be the notice on encryption", language, sentences[0])
		}
	}
}

func TestTheNoticeOnEncryptionIsKnownWithoutAMark(t *testing.T) {
	t.Parallel()
	c := newClassifier()
	for language, sentences := range notices {
		if b := c.body([]byte(sentences[0]), origin{sender: true, ios: true}); b.kind != Notice || !b.encryption {
			t.Errorf("%s: %q is %v by %q", language, sentences[0], b.kind, b.rule)
		}
	}
}

func TestAPersonWhoWritesLikeANoticeWroteAText(t *testing.T) {
	t.Parallel()
	c := newClassifier()
	for language, sentences := range notices {
		for _, sentence := range sentences {
			words := string(cleanText([]byte(sentence)))
			b := c.body([]byte(words), origin{sender: true})
			if b.kind != Text && b.rule != "waiting: Waiting for this message. This may take a while (English)" && b.rule != "waiting: Warte auf diese Nachricht. Das kann einen Moment dauern (German)" {
				t.Errorf("%s: on Android Ann wrote %q, not WhatsApp, but it is %v by %q", language, words, b.kind, b.rule)
			}
		}
	}
	for _, words := range []string{"Ann left", "Ann added Ben", "Ben was added", "Ann removed Ben", "Ann is a contact", "Ann joined", "Ann left the group", "Ann changed to Ben", "Ann hat Ben entfernt.", "Ann a quitté le groupe", "Ann saiu", "You left", "You removed Ben", "You added Ben"} {
		if b := c.body([]byte(words), origin{sender: true, ios: true, name: []byte("Cat")}); b.kind != Text {
			t.Errorf("on an iPhone Cat wrote %q, not WhatsApp, but it is %v by %q", words, b.kind, b.rule)
		}
	}
}

func TestWhatAPhoneDidItselfIsANoticeWithoutAMark(t *testing.T) {
	t.Parallel()
	c := newClassifier()
	for _, words := range []string{"Du hast die Gruppenbeschreibung geändert.", "Du hast Ben hinzugefügt.", "Du hast diese Gruppe erstellt.", "You created this group", "You changed the group description", "You created group “Elm Street”", "Creaste este grupo", "Vous avez créé ce groupe", "Ann: no", "Ann added Ben"} {
		want := Notice
		if words == "Ann: no" {
			want = Text
		}
		if b := c.body([]byte(words), origin{sender: true, ios: true, name: []byte("Ann")}); b.kind != want {
			t.Errorf("%q is %v by %q, want %v", words, b.kind, b.rule, want)
		}
	}
}

func TestNoticesTellTheNameOfTheGroup(t *testing.T) {
	t.Parallel()
	c := newClassifier()
	for raw, group := range map[string]string{
		"Ann created group \"Elm Street\"":                                 "Elm Street",
		"Ann created group \"Elm St.\"":                                    "Elm St.",
		"\u200eAnn changed the group name to “Ann’s “Elm” Street 🎃”":       "Ann’s “Elm” Street 🎃",
		"Ann changed the subject from \"Street: news\" to \"Elm: street\"": "Elm: street",
		"Ann hat den Gruppennamen von „Ulme“ zu „Ulmenweg“ geändert.":      "Ulmenweg",
		"Ann a créé le groupe « Rue des Ormes »":                           "Rue des Ormes",
		"Ann a créé le groupe «\u202fRue\u00a0des Ormes\u202f»":            "Rue\u00a0des Ormes",
		"Ann heeft de groep Iepenlaan gemaakt":                             "Iepenlaan",
		"Ann creó el grupo \"Calle Olmo\"":                                 "Calle Olmo",
		"Ann criou o grupo “Rua dos Olmos”":                                "Rua dos Olmos",
		"Ann, \"Karaağaç\" grubunu oluşturdu":                              "Karaağaç",
		"राम ने ग्रुप \"सड़क\" बनाया":                                      "सड़क",
		"Ann创建了群组“榆树街”":                                                    "榆树街",
		"Ann님이 \"느릅나무\" 그룹을 만들었습니다":                                        "느릅나무",
		"Annがグループ「ニレ通り」を作成しました":                                            "ニレ通り",
		"Ann changed this group's icon":                                    "",
		"Ann created this group":                                           "",
	} {
		if b := c.body([]byte(raw), origin{}); b.group != group || b.kind != Notice {
			t.Errorf("%q: %v, group %q by %q, want %q", raw, b.kind, b.group, b.rule, group)
		}
	}
}

func TestANoticeThatHoldsAColonIsToldFromAPersonsMessage(t *testing.T) {
	t.Parallel()
	c := newClassifier()
	for line, want := range map[string]bool{
		"Ann changed the subject from \"Street: news\" to \"x\"": true,
		"Ann created group \"Street: news\"":                     true,
		"\u200eAnn created group “Street: news”":                 true,
		"Ann hat die Gruppe „Straße: Neues“ erstellt.":           true,
		"Ann heeft de groep Straat: nieuws gemaakt":              true,
		"Ann added Ben: the builder":                             true,
		"You changed the group name to \"Street: news\"":         true,
		"Ben: Ann changed the subject from \"a\" to \"b\"":       false,
		"Ben: Ann left":                                                false,
		"Ben: Ann created group \"Street\"":                            false,
		"Ben: \"Street\": that is what Ann created group":              false,
		"Ben: hello":                                                   false,
		"Messages to admins: Ann added Ben":                            false,
		"Ben: Messages and calls are end-to-end encrypted. Learn more": false,
		"": false,
	} {
		if rule, got := c.matchNotice([]byte(line)); got != want {
			t.Errorf("%q: notice %v by %q, want %v", line, got, rule, want)
		}
	}
}
