package parser

import (
	"strings"
	"testing"
)

// spoken is what WhatsApp writes in one language, as exports hold it.
type spoken struct {
	language string
	media    []string // Android, in angle brackets
	omitted  []string // iPhone
	contact  []string // iPhone
	attached []string // Android, in round brackets
	attach   []string // iPhone, in angle brackets before the colon
	deleted  []string
	edited   []string
	calls    []string
	location []string
	poll     [2]string
	ordinary []string // what people write that looks alike
}

var everyLanguage = []spoken{
	{
		language: "English",
		media:    []string{"Media omitted", "View once voice message omitted", "Video note omitted", "Video message omitted"},
		omitted:  []string{"image omitted", "video omitted", "audio omitted", "sticker omitted", "GIF omitted", "document omitted", "video note omitted"},
		contact:  []string{"Contact card omitted"},
		attached: []string{"file attached"},
		attach:   []string{"attached"},
		deleted:  []string{"This message was deleted", "You deleted this message", "This message was deleted by admin Ann"},
		edited:   []string{"This message was edited"},
		calls:    []string{"Missed voice call", "Missed video call", "Missed voice call. Tap to call back", "Voice call, 12 sec", "Voice call. No answer"},
		location: []string{"Location", "location"},
		poll:     [2]string{"POLL", "OPTION"},
		ordinary: []string{"I added salt", "he left", "Missed you", "Missed voice calls all day", "image omitted from the report?", "this message was deleted, why?", "media omitted", "file attached", "You removed the sign", "Ann left the group chat early", "Group admin changed again", "Voice call, anyone?", "Video call. Later?", "Location: the pub", "POLL: who comes", "null", "null and void", "<3", "a > b", "I was added to the list (file attached)", "Your security code is 1234", "waiting for this message", "left"},
	},
	{
		language: "Spanish",
		media:    []string{"Multimedia omitido", "Archivo omitido"},
		omitted:  []string{"imagen omitida", "Video omitido", "audio omitido", "sticker omitido", "GIF omitido", "documento omitido"},
		contact:  []string{"Tarjeta de contacto omitida"},
		attached: []string{"archivo adjunto", "archivo adjuntado"},
		attach:   []string{"adjunto"},
		deleted:  []string{"Se eliminó este mensaje", "Eliminaste este mensaje"},
		edited:   []string{"Se editó este mensaje"},
		calls:    []string{"Llamada perdida", "Llamada de voz perdida", "Videollamada perdida"},
		location: []string{"ubicación", "Ubicación"},
		poll:     [2]string{"ENCUESTA", "OPCIÓN"},
		ordinary: []string{"Ann salió del grupo", "añadió sal", "Se eliminó este mensaje de la lista", "imagen omitida en el acta", "la llamada perdida era mía", "Encuesta: ¿quién viene?", "ubicación: el bar"},
	},
	{
		language: "French",
		media:    []string{"Médias omis", "Fichier omis"},
		omitted:  []string{"image absente", "vidéo absente", "audio omis", "sticker omis", "GIF retiré", "document manquant"},
		contact:  []string{"Fiche contact manquante"},
		attached: []string{"fichier joint"},
		attach:   []string{"pièce jointe"},
		deleted:  []string{"Ce message a été supprimé", "Vous avez supprimé ce message"},
		edited:   []string{"Ce message a été modifié"},
		calls:    []string{"Appel vocal manqué", "Appel vidéo manqué"},
		location: []string{"localisation", "Localisation"},
		poll:     [2]string{"SONDAGE", "OPTION"},
		ordinary: []string{"Ann a quitté le groupe", "Paul a ajouté du sel", "un document manquant au dossier", "J'ai eu un appel manqué", "Vous avez supprimé ce message ?"},
	},
	{
		language: "German",
		media:    []string{"Medien ausgeschlossen", "Medien weggelassen"},
		omitted:  []string{"Bild weggelassen", "Video weggelassen", "Audio weggelassen", "Sticker weggelassen", "GIF weggelassen", "Dokument weggelassen", "Videonotiz weggelassen"},
		contact:  []string{"Kontaktkarte ausgelassen"},
		attached: []string{"Datei angehängt"},
		attach:   []string{"Anhang"},
		deleted:  []string{"Diese Nachricht wurde gelöscht", "Du hast diese Nachricht gelöscht", "Diese Nachricht wurde von Admin Ann gelöscht"},
		edited:   []string{"Diese Nachricht wurde bearbeitet"},
		calls:    []string{"Verpasster Sprachanruf", "Verpasster Videoanruf"},
		location: []string{"Standort"},
		poll:     [2]string{"UMFRAGE", "OPTION"},
		ordinary: []string{"Ann hat die Gruppe verlassen", "Er hat Salz hinzugefügt", "Bild weggelassen, sorry", "Du hast Post", "Diese Nachricht wurde gelöscht?", "Umfrage: wer kommt?", "Standort: Wirtshaus", "Verpasster Anruf von dir"},
	},
	{
		language: "Portuguese",
		media:    []string{"Mídia oculta", "Mídia omitida", "Ficheiro não revelado"},
		omitted:  []string{"imagem ocultada", "vídeo omitido", "áudio ocultado", "figurinha omitida", "documento omitido", "imagem não revelada"},
		contact:  []string{"Cartão do contato omitido"},
		attached: []string{"arquivo anexado", "ficheiro anexado"},
		attach:   []string{"anexado", "anexo"},
		deleted:  []string{"Mensagem apagada", "Mensagem apagada por um admin (você)", "Esta mensagem foi apagada", "Apagou esta mensagem"},
		edited:   []string{"Mensagem editada", "Esta mensagem foi editada"},
		calls:    []string{"Chamada de voz perdida", "Chamada de vídeo perdida"},
		location: []string{"localização", "Localização"},
		poll:     [2]string{"ENQUETE", "OPÇÃO"},
		ordinary: []string{"Ann saiu", "Zé adicionou sal", "mensagem apagada sem querer", "documento omitido no processo", "chamada perdida, depois ligo"},
	},
	{
		language: "Italian",
		media:    []string{"Media omesso", "Media omessi"},
		omitted:  []string{"immagine omessa", "video omesso", "audio omesso", "sticker non incluso", "GIF esclusa", "documento omesso"},
		contact:  []string{"Scheda contatto omessa"},
		attached: []string{"file allegato"},
		attach:   []string{"allegato"},
		deleted:  []string{"Questo messaggio è stato eliminato", "Hai eliminato questo messaggio"},
		edited:   []string{"Questo messaggio è stato modificato"},
		calls:    []string{"Chiamata vocale persa"},
		location: []string{"posizione"},
		poll:     [2]string{"SONDAGGIO", "OPZIONE"},
		ordinary: []string{"Ann ha abbandonato", "ha aggiunto il sale", "chiamata persa stamattina", "immagine omessa dal verbale"},
	},
	{
		language: "Dutch",
		media:    []string{"Media weggelaten"},
		omitted:  []string{"afbeelding weggelaten", "video weggelaten", "audio weggelaten", "sticker weggelaten", "GIF weggelaten", "document weggelaten"},
		contact:  []string{"Visitekaartje weggelaten"},
		attached: []string{"bestand bijgevoegd"},
		attach:   []string{"bijgevoegd"},
		deleted:  []string{"Dit bericht is verwijderd", "U hebt dit bericht verwijderd"},
		edited:   []string{"Dit bericht is bewerkt"},
		calls:    []string{"Gemist spraakgesprek", "Gemiste spraakoproep"},
		location: []string{"locatie", "Locatie"},
		poll:     [2]string{"PEILING", "OPTIE"},
		ordinary: []string{"Ann heeft de groep verlaten", "hij heeft zout toegevoegd", "gemiste oproep van jou", "Dit bericht is verwijderd door mij"},
	},
	{
		language: "Arabic",
		media:    []string{"تم استبعاد الوسائط"},
		omitted:  []string{"لم يتم إدراج الصورة", "لم يتم إدراج الفيديوهات", "لم يتم إدراج المقاطع الصوتية", "لم يتم إدراج المستند", "تم حذف الملصقات"},
		attached: []string{"الملف مرفق"},
		attach:   []string{"المُرفق"},
		deleted:  []string{"تم حذف هذه الرسالة"},
		calls:    []string{"مكالمة صوتية فائتة"},
		location: []string{"الموقع"},
		ordinary: []string{"غادر محمد", "أضاف علي الملح", "تم حذف هذه الرسالة من القائمة"},
	},
	{
		language: "Hindi",
		media:    []string{"मीडिया के बिना"},
		omitted:  []string{"फ़ोटो हटाई गई", "वीडियो छोड़ा गया", "ऑडियो हटाई गयी", "स्टिकर छोड़ा गया"},
		attached: []string{"फाइल अटैच कर दी गई है"},
		attach:   []string{"अटैच किया गया"},
		deleted:  []string{"यह मैसेज डिलीट कर दिया गया है"},
		calls:    []string{"वॉइस कॉल मिस हुई"},
		location: []string{"लोकेशन"},
		ordinary: []string{"राम ने ग्रुप छोड़ा", "उसने नमक जोड़ा", "वीडियो छोड़ा गया था क्या"},
	},
	{
		language: "Turkish",
		media:    []string{"Medya dahil edilmedi", "Medya atlanmış"},
		omitted:  []string{"görüntü dahil edilmedi", "video dahil edilmedi", "ses dahil edilmedi", "Çıkartma dahil edilmedi", "GIF dahil edilmedi", "belge dahil edilmedi"},
		attached: []string{"dosya ekli"},
		attach:   []string{"ekli", "eklendi"},
		deleted:  []string{"Bu mesaj silindi"},
		edited:   []string{"Bu mesaj düzenlendi"},
		calls:    []string{"Cevapsız sesli arama"},
		location: []string{"konum", "Konum"},
		ordinary: []string{"Ann ayrıldı", "tuz ekledi", "Bu mesaj silindi mi?"},
	},
	{
		language: "Indonesian",
		media:    []string{"Media tidak disertakan"},
		omitted:  []string{"gambar tidak disertakan", "video tidak disertakan", "audio tidak disertakan", "stiker tidak disertakan", "dokumen tidak disertakan"},
		attached: []string{"file terlampir"},
		attach:   []string{"terlampir"},
		deleted:  []string{"Pesan ini dihapus"},
		calls:    []string{"Panggilan suara tak terjawab"},
		location: []string{"Lokasi"},
		ordinary: []string{"Budi keluar", "dia menambahkan garam", "Pesan ini dihapus ya"},
	},
	{
		language: "Russian",
		media:    []string{"Без медиафайлов", "Файл пропущен"},
		omitted:  []string{"изображение отсутствует", "видео отсутствует", "аудиофайл отсутствует", "документ отсутствует", "стикер не добавлен"},
		attached: []string{"файл добавлен"},
		attach:   []string{"прикреплено"},
		deleted:  []string{"Данное сообщение удалено"},
		calls:    []string{"Пропущенный аудиозвонок"},
		location: []string{"Местоположение"},
		ordinary: []string{"Анна вышла", "он добавил соль", "документ отсутствует в папке"},
	},
	{language: "Chinese", media: []string{"省略多媒体文件"}, attach: []string{"附件"}, ordinary: []string{"他退出了", "我添加了盐"}},
	{language: "Japanese", media: []string{"メディアは含まれていません"}, ordinary: []string{"彼が退出しました"}},
	{language: "Korean", media: []string{"미디어 파일을 생략한 대화내용"}, ordinary: []string{"그가 나갔습니다"}},
}

// forms are the ways in which WhatsApp writes one sentence.
func forms(sentence string) []string {
	return []string{sentence, sentence + ".", "\u200e" + sentence, "\u200e" + sentence + ".", "\u200f" + sentence, "\u200e" + strings.ReplaceAll(sentence, " ", "\u00a0")}
}

func TestEveryLanguageIsUnderstood(t *testing.T) {
	t.Parallel()
	android, iphone := origin{sender: true}, origin{sender: true, ios: true}
	c := newClassifier()
	check := func(raw string, who origin, want body) {
		t.Helper()
		got := c.body([]byte(raw), who)
		if got.kind != want.kind || string(got.text) != string(want.text) || got.attachment != want.attachment || got.edited != want.edited {
			t.Errorf("%q: got %v %q attachment %q edited %v by %q, want %v %q %q %v", raw, got.kind, got.text, got.attachment, got.edited, got.rule, want.kind, want.text, want.attachment, want.edited)
		}
	}
	for _, l := range everyLanguage {
		for _, words := range l.media {
			check("<"+words+">", android, body{kind: Media})
			check("\u200e<"+words+".>", android, body{kind: Media})
			check("<"+words+">\nthe hole\nby no 3", android, body{kind: Media, text: []byte("the hole\nby no 3")})
		}
		for i, list := range [][]string{l.omitted, l.contact} {
			kind := []Kind{Media, Contact}[i]
			for _, words := range list {
				for _, form := range forms(words) {
					check(form, iphone, body{kind: kind})
				}
				check("<\u200e"+words+">", iphone, body{kind: kind})
				check("the hole \u200e"+words, iphone, body{kind: kind, text: []byte("the hole")})
				check("the\nhole \u200e<"+words+">", iphone, body{kind: kind, text: []byte("the\nhole")})
			}
		}
		for _, words := range l.attached {
			check("IMG-20240613-WA0001.jpg ("+words+")", android, body{kind: Media, attachment: "IMG-20240613-WA0001.jpg"})
			check("\u200eminutes of may.pdf ("+words+")", android, body{kind: Media, attachment: "minutes of may.pdf"})
			check("Peter.vcf ("+words+")", android, body{kind: Contact, attachment: "Peter.vcf"})
			check("PTT-20240613-WA0001.opus ("+words+")\nlisten", android, body{kind: Media, attachment: "PTT-20240613-WA0001.opus", text: []byte("listen")})
		}
		for _, words := range l.attach {
			for _, mark := range []string{"\u200e", "\u200f", ""} {
				check(mark+"<"+words+": 00000042-PHOTO-2024-06-13-21-25-00.jpg>", iphone, body{kind: Media, attachment: "00000042-PHOTO-2024-06-13-21-25-00.jpg"})
				check("the hole "+mark+"<"+words+": 00000042-PHOTO-2024-06-13-21-25-00.jpg>", iphone, body{kind: Media, attachment: "00000042-PHOTO-2024-06-13-21-25-00.jpg", text: []byte("the hole")})
				check(mark+"<"+words+"\u00a0: 00000004-Peter.vcf>", iphone, body{kind: Contact, attachment: "00000004-Peter.vcf"})
				check("2015-08-04-PHOTO-00004762.jpg <"+mark+words+">", iphone, body{kind: Media, attachment: "2015-08-04-PHOTO-00004762.jpg"})
			}
		}
		for _, words := range l.deleted {
			for _, form := range forms(words) {
				check(form, android, body{kind: Deleted})
				check(form, iphone, body{kind: Deleted})
			}
		}
		for _, words := range l.edited {
			check("see you <"+words+">", android, body{text: []byte("see you"), edited: true})
			check("see you\nat six \u200e<"+words+".>", iphone, body{text: []byte("see you\nat six"), edited: true})
			check("IMG-20240613-WA0001.jpg (file attached)\nsee you <"+words+">", android, body{kind: Media, attachment: "IMG-20240613-WA0001.jpg", text: []byte("see you"), edited: true})
		}
		for _, words := range l.calls {
			check(words, android, body{kind: Call, text: []byte(words)})
			check("\u200e"+words, iphone, body{kind: Call, text: []byte(words)})
			check(words, origin{}, body{kind: Call, text: []byte(words)})
		}
		for _, words := range l.location {
			place := words + ": https://maps.google.com/?q=53.3,-6.2"
			check(place, android, body{kind: Location, text: []byte(place)})
			check("\u200e"+place, iphone, body{kind: Location, text: []byte(place)})
		}
		if poll, option := l.poll[0], l.poll[1]; poll != "" {
			want := body{kind: Poll, text: []byte("When?\nSat: noon (16 votes)\nnever (1 vote)")}
			check("\u200e"+poll+":\nWhen?\n\u200e"+option+": Sat: noon (16 votes)\n\u200e"+option+": never (1 vote)", iphone, want)
			check(poll+":\r\nWhen?\r\n"+option+": Sat: noon (16 votes)\r\n"+option+": never (1 vote)\r\n", android, want)
		}
		for _, words := range l.ordinary {
			check(words, android, body{text: []byte(words)})
			check(words, iphone, body{text: []byte(words)})
		}
	}
}
