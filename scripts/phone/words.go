package phone

// The app's sentences, as phones write them. Names go where %s stands.
var (
	english = Words{
		Language:   "en",
		Encrypted:  "Messages and calls are end-to-end encrypted. Only people in this chat can read, listen to, or share them.",
		Created:    "%s created group \"%s\"",
		Added:      "%s added %s",
		Left:       "%s left",
		Omitted:    [2]string{"<Media omitted>", "image omitted"},
		Deleted:    "This message was deleted",
		Edited:     "<This message was edited>",
		Attached:   [2]string{"file attached", "attached"},
		FileName:   [2]string{"WhatsApp Chat with %s.txt", "WhatsApp Chat - %s.zip"},
		NewNumber:  "%s changed their phone number to a new number. Tap to message or add the new number.",
		MissedCall: "Missed voice call",
	}
	spanish = Words{
		Language:   "es",
		Encrypted:  "Los mensajes y las llamadas están cifrados de extremo a extremo. Nadie fuera de este chat, ni siquiera WhatsApp, puede leerlos ni escucharlos.",
		Created:    "%s creó el grupo \"%s\"",
		Added:      "%s añadió a %s",
		Left:       "%s salió del grupo",
		Omitted:    [2]string{"<Multimedia omitido>", "imagen omitida"},
		Deleted:    "Se eliminó este mensaje.",
		Edited:     "<Se editó este mensaje.>",
		Attached:   [2]string{"archivo adjunto", "adjunto"},
		FileName:   [2]string{"Chat de WhatsApp con %s.txt", "WhatsApp Chat - %s.zip"},
		NewNumber:  "%s cambió su número de teléfono. Pulsa para enviar un mensaje o añadir el nuevo número.",
		MissedCall: "Llamada perdida",
	}
	german = Words{
		Language:   "de",
		Encrypted:  "Nachrichten und Anrufe sind Ende-zu-Ende-verschlüsselt. Nur Personen in diesem Chat können sie lesen, anhören oder teilen. Mehr" + NBSP + "erfahren",
		Created:    "%s hat die Gruppe „%s“ erstellt.",
		Added:      "%s hat %s hinzugefügt.",
		Left:       "%s hat die Gruppe verlassen.",
		Omitted:    [2]string{"<Medien ausgeschlossen>", "Bild weggelassen"},
		Deleted:    "Diese Nachricht wurde gelöscht.",
		Edited:     "<Diese Nachricht wurde bearbeitet.>",
		Attached:   [2]string{"Datei angehängt", "Anhang"},
		FileName:   [2]string{"WhatsApp Chat mit %s.txt", "WhatsApp Chat - %s.zip"},
		NewNumber:  "%s hat die Telefonnummer gewechselt. Tippe, um die neue Nummer anzuschreiben oder sie hinzuzufügen.",
		MissedCall: "Verpasster Sprachanruf",
	}
	french = Words{
		Language:   "fr",
		Encrypted:  "Les messages et les appels sont chiffrés de bout en bout. Aucun tiers, pas même WhatsApp, ne peut les lire ou les écouter.",
		Created:    "%s a créé le groupe « %s »",
		Added:      "%s a ajouté %s",
		Left:       "%s a quitté",
		Omitted:    [2]string{"<Médias omis>", "image absente"},
		Deleted:    "Ce message a été supprimé",
		Edited:     "<Ce message a été modifié>",
		Attached:   [2]string{"fichier joint", "pièce jointe"},
		FileName:   [2]string{"Discussion WhatsApp avec %s.txt", "WhatsApp Chat - %s.zip"},
		NewNumber:  "%s a changé de numéro de téléphone.",
		MissedCall: "Appel vocal manqué",
	}
	portuguese = Words{
		Language:   "pt",
		Encrypted:  "As mensagens e as chamadas são protegidas com a criptografia de ponta a ponta e ficam somente entre você e os participantes desta conversa. Nem mesmo o WhatsApp pode ler ou ouvi-las.",
		Created:    "%s criou o grupo \"%s\"",
		Added:      "%s adicionou %s",
		Left:       "%s saiu",
		Omitted:    [2]string{"<Mídia oculta>", "imagem ocultada"},
		Deleted:    "Mensagem apagada",
		Edited:     "<Mensagem editada>",
		Attached:   [2]string{"arquivo anexado", "anexado"},
		FileName:   [2]string{"Conversa do WhatsApp com %s.txt", "WhatsApp Chat - %s.zip"},
		NewNumber:  "%s mudou de número de telefone.",
		MissedCall: "Chamada de voz perdida",
	}
	dutch = Words{
		Language:   "nl",
		Encrypted:  "Berichten en oproepen worden end-to-end versleuteld. Alleen mensen in deze chat kunnen ze lezen, beluisteren of delen.",
		Created:    "%s heeft de groep %s gemaakt",
		Added:      "%s heeft %s toegevoegd",
		Left:       "%s heeft de groep verlaten",
		Omitted:    [2]string{"<Media weggelaten>", "afbeelding weggelaten"},
		Deleted:    "Dit bericht is verwijderd",
		Edited:     "<Dit bericht is bewerkt>",
		Attached:   [2]string{"bestand bijgevoegd", "bijgevoegd"},
		FileName:   [2]string{"WhatsApp-chat met %s.txt", "WhatsApp Chat - %s.zip"},
		NewNumber:  "%s heeft een nieuw telefoonnummer.",
		MissedCall: "Gemiste spraakoproep",
	}
)
