"""One function per URL: the first note (notes), reading (chats), acting in a chat (acts)."""
