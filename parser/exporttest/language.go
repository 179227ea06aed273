package exporttest

// A Language is what the app writes itself into an export, in one interface
// language. In sentences, X is a person who did something, Y another person or
// the group's name. A field that is empty is not known for the language.
type Language struct {
	Name       string
	Encryption string
	Created    string // X, and Y the group
	Added      string // X, Y
	Left       string // X
	Removed    string // X, Y
	Subject    string // X, Y: the group's new name

	Omitted             string   // Android's placeholder for any media
	OmittedIOS          []string // an iPhone's, by sort of media
	ContactIOS          string   // an iPhone's for a contact card
	Attached            string   // in round brackets on Android
	AttachedIOS         string   // in angle brackets on iPhones
	Deleted             string
	DeletedBySelf       string
	Edited              string
	Location            string
	MissedCall          string
	Poll, Option, Votes string
}

// Languages are the interface languages whose strings were seen in exports or
// in the app's own tables.
var Languages = []Language{
	{
		Name:       "English",
		Encryption: "Messages and calls are end-to-end encrypted. Only people in this chat can read, listen to, or share them.",
		Created:    "X created group “Y”", Added: "X added Y", Left: "X left", Removed: "X removed Y", Subject: "X changed the group name to “Y”",
		Omitted: "Media omitted", OmittedIOS: []string{"image omitted", "video omitted", "audio omitted", "sticker omitted", "GIF omitted", "document omitted"}, ContactIOS: "Contact card omitted",
		Attached: "file attached", AttachedIOS: "attached",
		Deleted: "This message was deleted", DeletedBySelf: "You deleted this message", Edited: "This message was edited",
		Location: "Location", MissedCall: "Missed voice call", Poll: "POLL", Option: "OPTION", Votes: "votes",
	},
	{
		Name:       "Spanish",
		Encryption: "Los mensajes y las llamadas están cifrados de extremo a extremo. Nadie fuera de este chat, ni siquiera WhatsApp, puede leerlos ni escucharlos.",
		Created:    `X creó el grupo "Y"`, Added: "X añadió a Y", Left: "X salió del grupo", Removed: "X eliminó a Y",
		Omitted: "Multimedia omitido", OmittedIOS: []string{"imagen omitida", "Video omitido", "audio omitido", "sticker omitido", "GIF omitido", "documento omitido"}, ContactIOS: "Tarjeta de contacto omitida",
		Attached: "archivo adjunto", AttachedIOS: "adjunto",
		Deleted: "Se eliminó este mensaje.", DeletedBySelf: "Eliminaste este mensaje.", Edited: "Se editó este mensaje.",
		Location: "ubicación", MissedCall: "Llamada perdida", Poll: "ENCUESTA", Option: "OPCIÓN", Votes: "votos",
	},
	{
		Name:       "German",
		Encryption: "Nachrichten und Anrufe sind Ende-zu-Ende-verschlüsselt. Nur Personen in diesem Chat können sie lesen, anhören oder teilen.",
		Created:    "X hat die Gruppe „Y“ erstellt.", Added: "X hat Y hinzugefügt.", Left: "X hat die Gruppe verlassen.", Removed: "X hat Y entfernt.", Subject: "X hat den Gruppennamen zu „Y“ geändert.",
		Omitted: "Medien ausgeschlossen", OmittedIOS: []string{"Bild weggelassen", "Video weggelassen", "Audio weggelassen", "Sticker weggelassen", "GIF weggelassen", "Dokument weggelassen"}, ContactIOS: "Kontaktkarte ausgelassen",
		Attached: "Datei angehängt", AttachedIOS: "Anhang",
		Deleted: "Diese Nachricht wurde gelöscht.", DeletedBySelf: "Du hast diese Nachricht gelöscht.", Edited: "Diese Nachricht wurde bearbeitet.",
		Location: "Standort", MissedCall: "Verpasster Sprachanruf", Poll: "ABSTIMMUNG", Option: "OPTION", Votes: "Stimmen",
	},
	{
		Name:       "French",
		Encryption: "Les messages et les appels sont chiffrés de bout en bout. Aucun tiers, pas même WhatsApp, ne peut les lire ou les écouter.",
		Created:    "X a créé le groupe « Y »", Added: "X a ajouté Y", Left: "X a quitté le groupe", Removed: "X a retiré Y",
		Omitted: "Médias omis", OmittedIOS: []string{"image absente", "vidéo absente", "audio omis", "sticker omis", "GIF retiré", "document manquant"}, ContactIOS: "Fiche contact manquante",
		Attached: "fichier joint", AttachedIOS: "pièce jointe",
		Deleted: "Ce message a été supprimé", DeletedBySelf: "Vous avez supprimé ce message", Edited: "Ce message a été modifié",
		Location: "localisation", MissedCall: "Appel vocal manqué",
	},
	{
		Name:    "Portuguese (Brazil)",
		Created: `X criou o grupo "Y"`, Added: "X adicionou Y", Left: "X saiu", Removed: "X removeu Y",
		Omitted: "Mídia oculta", OmittedIOS: []string{"imagem ocultada", "vídeo omitido", "áudio ocultado", "figurinha omitida", "documento omitido"}, ContactIOS: "Cartão do contato omitido",
		Attached: "arquivo anexado", AttachedIOS: "anexado",
		Deleted: "Mensagem apagada", Edited: "Mensagem editada",
		Location: "localização", MissedCall: "Chamada de voz perdida",
	},
	{
		Name:       "Portuguese (Portugal)",
		Encryption: "As mensagens e chamadas são encriptadas ponto a ponto. Ninguém fora desta conversa, nem mesmo o WhatsApp, pode ler ou ouvi-las. Toque para saber mais.",
		Created:    "X criou o grupo “Y”", Added: "X adicionou Y", Left: "X saiu",
		Omitted: "Ficheiro não revelado", OmittedIOS: []string{"imagem não revelada"},
		Attached: "ficheiro anexado", AttachedIOS: "anexo",
		Deleted: "Esta mensagem foi apagada", DeletedBySelf: "Apagou esta mensagem", Edited: "Esta mensagem foi editada",
		Location: "localização",
	},
	{
		Name:       "Italian",
		Encryption: "I messaggi e le chiamate sono crittografati end-to-end. Nessuno al di fuori di questa chat, nemmeno WhatsApp, può leggerne o ascoltarne il contenuto.",
		Created:    `X ha creato il gruppo "Y"`, Added: "X ha aggiunto Y", Left: "X ha abbandonato", Removed: "X ha rimosso Y",
		Omitted: "Media omesso", OmittedIOS: []string{"immagine omessa", "video omesso", "audio omesso", "sticker non incluso", "GIF esclusa", "documento omesso"}, ContactIOS: "Scheda contatto omessa",
		Attached: "file allegato", AttachedIOS: "allegato",
		Deleted: "Questo messaggio è stato eliminato", Edited: "Questo messaggio è stato modificato",
		Location: "posizione", MissedCall: "Chiamata vocale persa",
	},
	{
		Name:       "Dutch",
		Encryption: "Berichten en oproepen worden end-to-end versleuteld. Alleen mensen in deze chat kunnen ze lezen, beluisteren of delen.",
		Created:    "X heeft de groep Y gemaakt", Added: "X heeft Y toegevoegd", Left: "X heeft de groep verlaten", Removed: "X heeft Y verwijderd",
		Omitted: "Media weggelaten", OmittedIOS: []string{"afbeelding weggelaten", "video weggelaten", "audio weggelaten", "sticker weggelaten", "GIF weggelaten", "document weggelaten"}, ContactIOS: "Visitekaartje weggelaten",
		Attached: "bestand bijgevoegd", AttachedIOS: "bijgevoegd",
		Deleted: "Dit bericht is verwijderd", Edited: "Dit bericht is bewerkt",
		Location: "locatie", MissedCall: "Gemiste spraakoproep", Poll: "PEILING", Option: "OPTIE", Votes: "stemmen",
	},
	{
		Name:    "Arabic",
		Omitted: "تم استبعاد الوسائط", OmittedIOS: []string{"لم يتم إدراج الصورة", "تم حذف الملصقات"},
		Attached: "الملف مرفق", AttachedIOS: "المُرفق",
		Deleted: "تم حذف هذه الرسالة", MissedCall: "مكالمة صوتية فائتة",
		Left: "غادر X", Created: "قام X بإنشاء المجموعة",
	},
	{
		Name:       "Hindi",
		Encryption: "मैसेजेस और कॉल्स एंड-टू-एंड एन्क्रिप्टेड हैं. इस चैट में शामिल लोगों के अलावा कोई भी इन्हें पढ़ या सुन नहीं सकता, WhatsApp भी नहीं",
		Created:    `X ने ग्रुप "Y" बनाया`, Added: "X ने Y को जोड़ा", Left: "X ने ग्रुप छोड़ा",
		Omitted: "मीडिया के बिना", OmittedIOS: []string{"फ़ोटो हटाई गई", "वीडियो छोड़ा गया", "ऑडियो हटाई गयी", "स्टिकर छोड़ा गया"},
		Attached: "फाइल अटैच कर दी गई है", AttachedIOS: "अटैच किया गया",
		Deleted: "यह मैसेज डिलीट कर दिया गया है", MissedCall: "वॉइस कॉल मिस हुई",
	},
	{
		Name:    "Turkish",
		Created: `X, "Y" grubunu oluşturdu`, Added: "X, Y kişisini ekledi", Left: "X ayrıldı",
		Omitted: "Medya dahil edilmedi", OmittedIOS: []string{"görüntü dahil edilmedi", "video dahil edilmedi", "ses dahil edilmedi", "Çıkartma dahil edilmedi", "belge dahil edilmedi"},
		Attached: "dosya ekli", AttachedIOS: "ekli",
		Deleted: "Bu mesaj silindi", Edited: "Bu mesaj düzenlendi", Location: "konum", MissedCall: "Cevapsız sesli arama",
	},
	{
		Name:       "Indonesian",
		Encryption: "Pesan dan panggilan terenkripsi secara end-to-end. Tidak seorang pun di luar chat ini, termasuk WhatsApp, yang dapat membaca atau mendengarkannya.",
		Created:    `X membuat grup "Y"`, Added: "X menambahkan Y", Left: "X keluar", Removed: "X mengeluarkan Y",
		Omitted: "Media tidak disertakan", OmittedIOS: []string{"gambar tidak disertakan", "video tidak disertakan", "audio tidak disertakan", "stiker tidak disertakan", "dokumen tidak disertakan"},
		Attached: "file terlampir", AttachedIOS: "terlampir",
		Deleted: "Pesan ini dihapus", MissedCall: "Panggilan suara tak terjawab",
	},
	{
		Name:       "Russian",
		Encryption: "Сообщения и звонки защищены сквозным шифрованием. Третьи лица, включая WhatsApp, не могут прочитать ваши сообщения или прослушать звонки.",
		Created:    `X создал(-а) группу "Y"`, Added: "X добавил(-а) Y", Left: "X вышел(-а)", Removed: "X удалил(-а) Y",
		Omitted: "Без медиафайлов", OmittedIOS: []string{"изображение отсутствует", "видео отсутствует", "аудиофайл отсутствует", "документ отсутствует", "стикер не добавлен"},
		Attached: "файл добавлен", AttachedIOS: "прикреплено",
		Deleted: "Данное сообщение удалено.", MissedCall: "Пропущенный аудиозвонок",
	},
}
