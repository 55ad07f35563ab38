// Written by scripts/landing-demo from an analysis of examples/shop.webm.

export const demo = {
"title": "Two notebooks with a promo code",
"notes": "The total is not the sum of the lines above it, and the order cannot be placed.",
"seconds": 25,
"width": 1920,
"height": 1080,
"keyframes": 13,
"decoded": 133,
"states": [
{"number":1,"picture":"001.webp","timestamp":810,"kind":"initial","summary":"The recording starts on a page headed \"Stationery\".","because":null,"diff":{"added":0,"changed":0,"removed":0},"changes":[],"boxes":[]},
{"number":5,"picture":"005.webp","timestamp":9312,"kind":"error","summary":"\"This promo code is not valid.\" appeared.","because":"an error appeared: \"This promo code is not valid.\"","diff":{"added":1,"changed":0,"removed":0},"changes":[{"role":"text","name":"This promo code is not valid.","kind":"added","before":"","after":""}],"boxes":[{"kind":"added","box":[1423.0,356.0,205.0,21.0]}]},
{"number":7,"picture":"007.webp","timestamp":12421,"kind":"state-change","summary":"\"Apply\" became \"Remove\"; \"-$2.40\" appeared; \"SPRING10 (10% off)\" appeared; and 1 more.","because":null,"diff":{"added":3,"changed":1,"removed":0},"changes":[{"role":"text","name":"-$2.40","kind":"added","before":"","after":""},{"role":"text","name":"SPRING10 (10% off)","kind":"added","before":"","after":""},{"role":"text","name":"$26.50","kind":"added","before":"","after":""},{"role":"text","name":"Remove","kind":"changed","before":"Apply","after":"Remove"}],"boxes":[{"kind":"added","box":[1774.0,419.0,58.0,24.0]},{"kind":"added","box":[1423.0,420.0,171.0,23.0]},{"kind":"added","box":[1757.0,521.0,73.0,24.0]},{"kind":"changed","box":[1735.0,314.0,74.0,24.0]}]},
{"number":8,"picture":"008.webp","timestamp":14345,"kind":"state-change","summary":"\"Basket 1\" became \"Basket 2\"; \"$26.50\" became \"$52.90\".","because":null,"diff":{"added":0,"changed":2,"removed":0},"changes":[{"role":"text","name":"Basket 2","kind":"changed","before":"Basket 1","after":"Basket 2"},{"role":"text","name":"$52.90","kind":"changed","before":"$26.50","after":"$52.90"}],"boxes":[{"kind":"changed","box":[1756.0,24.0,100.0,28.0]},{"kind":"changed","box":[1758.0,521.0,72.0,24.0]}]},
{"number":13,"picture":"013.webp","timestamp":23987,"kind":"error","summary":"\"Your order could not be placed. You have not been\" appeared; \"charged.\" appeared; \"Place order\" appeared.","because":"an error appeared: \"Your order could not be placed. You have not been charged.\"","diff":{"added":3,"changed":0,"removed":0},"changes":[{"role":"text","name":"Your order could not be placed. You have not been","kind":"added","before":"","after":""},{"role":"text","name":"charged.","kind":"added","before":"","after":""},{"role":"text","name":"Place order","kind":"added","before":"","after":""}],"boxes":[{"kind":"added","box":[729.0,328.0,413.0,26.0]},{"kind":"added","box":[726.0,353.0,81.0,31.0]},{"kind":"added","box":[1068.0,785.0,111.0,30.0]}]}
]
};
