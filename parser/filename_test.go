package parser

import "testing"

func TestFileNamesTellTheChatsName(t *testing.T) {
	t.Parallel()
	for file, chat := range map[string]string{
		"WhatsApp Chat with Elm Street.txt":                "Elm Street",
		"WhatsApp Chat with Elm Street (1).txt":            "Elm Street",
		"WhatsApp Chat with Elm Street.txt.zip":            "Elm Street",
		"WhatsApp Chat - Elm Street 🏘️.zip":                "Elm Street 🏘️",
		"WhatsApp_Chat_with_Elm_Street.txt":                "Elm Street",
		"WhatsApp_Chat_-_Elm_Street.ZIP":                   "Elm Street",
		"whatsapp chat with Elm Street.TXT":                "Elm Street",
		"some/folder/WhatsApp Chat - Elm_Street.zip":       "Elm_Street",
		"C:\\Users\\Ann\\WhatsApp Chat with Elm.txt":       "Elm",
		"WhatsApp Chat with Jen (412).txt":                 "Jen (412)",
		"WhatsApp Chat with +44 7700 900318.txt":           "+44 7700 900318",
		"WhatsApp Chat with \u202a+44\u00a07700\u202c.txt": "+44\u00a07700",
		"WhatsApp Chat with St. Mary.txt":                  "St. Mary",
		"WhatsApp Chat with Elm St..txt":                   "Elm St.",
		"Chat de WhatsApp con Calle Olmo.txt":              "Calle Olmo",
		"Conversa do WhatsApp com Rua.txt":                 "Rua",
		"Conversa no WhatsApp com Rua.txt":                 "Rua",
		"Discussion WhatsApp avec Rue.txt":                 "Rue",
		"WhatsApp Chat mit Ulmenweg.txt":                   "Ulmenweg",
		"Chat WhatsApp con Via.txt":                        "Via",
		"WhatsApp-chat met Straat.txt":                     "Straat",
		"Chat WhatsApp dengan Jalan.txt":                   "Jalan",
		"Чат WhatsApp с Улица.txt":                         "Улица",
		"Чат WhatsApp с контактом Улица.txt":               "Улица",
		"Sokak ile WhatsApp Sohbeti.txt":                   "Sokak",
		"دردشة واتساب مع شارع.txt":                         "شارع",
		"सड़क के साथ WhatsApp चैट.txt":                     "सड़क",
		"צ'אט WhatsApp עם רחוב.txt":                        "רחוב",
		"通りとのWhatsAppチャット.txt":                             "通り",
		"거리님과의 WhatsApp 대화.txt":                            "거리",
		"WhatsApp 与 街 的对话.txt":                             "街",
		"与街的 WhatsApp 聊天.txt":                              "街",
		"WhatsApp 與 街 的對話.txt":                             "街",
		"與街的 WhatsApp 對話.txt":                              "街",
		"_chat.txt":                                        "",
		"chat.txt":                                         "",
		"notes with Elm.txt":                               "",
		"WhatsApp Chat with":                               "",
		"WhatsApp Chat with .txt":                          "",
		"":                                                 "",
	} {
		if got := chatNameFromFile(file); got != chat {
			t.Errorf("%q: got %q, want %q", file, got, chat)
		}
	}
}
