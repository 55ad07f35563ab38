"""Names of public codes: of orders, discounts, countries, errors."""

from __future__ import annotations

from claude_scope.lexicon.words import Words

PUBLIC_CODES = Words({
    "en": "order, booking, reservation, discount, promo, promotion, promotional, coupon, voucher, referral, "
    "product, item, article, error, status, exit, response, country, area, dialling, dialing, postal, post, zip, "
    "postcode, tracking, shipment, delivery, shipping, customer, client, member, membership, employee, department, "
    "store, branch, sort, bank, swift, tax, vat, tariff, course, class, room, station, airport, airline, flight, "
    "currency, language, locale, color, colour, qr, bar, source, dress, building, zone, region, district, city, "
    "state, campaign, event, project, cost, charge, diagnosis, procedure, batch, lot, model, part, sku, stock, "
    "warranty, ticket, case, incident, reference, ref, invoice, serial, editor, sample, review, snippet, block, "
    "example",
    "de": "bestellung, rabatt, gutschein, fehler, land, produkt, artikel, kunde, buchung, sendung, postleitzahl, "
    "aktion",
    "fr": "postal, promo, promotionnel, réduction, remise, erreur, commande, client, produit, article, pays, "
    "suivi, barre, barres, réservation, avantage, parrainage, couleur, source",
    "es": "postal, promocional, descuento, error, pedido, cliente, producto, artículo, país, seguimiento, barras, "
    "reserva, promoción, cupón, envío, color, fuente, área",
    "pt": "postal, promocional, desconto, erro, pedido, cliente, produto, artigo, país, rastreio, rastreamento, "
    "barras, reserva, cupom, cupão, encomenda, cor, fonte",
    "it": "postale, sconto, promozionale, promo, errore, cliente, ordine, prodotto, articolo, paese, "
    "tracciamento, barre, prenotazione, fiscale, colore, sorgente, avviamento",
    "nl": "post, kortings, bestel, fout, product, artikel, klant, land, boekings, kleur, actie, promotie, "
    "korting, streep",
    "sv": "rabatt, post, fel, order, produkt, artikel, kund, land, bokning, kampanj, färg",
    "da": "rabat, post, fejl, ordre, produkt, vare, kunde, lande, booking, kampagne, farve",
    "nb": "rabatt, post, feil, ordre, produkt, vare, kunde, land, bestilling, kampanje, farge",
    "fi": "alennus, virhe, tilaus, tuote, asiakas, maa, posti, kampanja",
    "pl": "pocztowy, rabatowy, promocyjny, błędu, zamówienia, klienta, produktu, kraju, kreskowy, rezerwacji, "
    "źródłowy",
    "cs": "slevový, poštovní, chyby, objednávky, zákazníka, produktu, země, čárový, rezervace, zdrojový, zboží",
    "sk": "zľavový, poštový, chyby, objednávky, produktu",
    "hu": "kedvezmény, hiba, rendelési, termék, irányító, ország, kupon",
    "ro": "poștal, reducere, eroare, comandă, client, produs, țară, promoțional, bare",
    "tr": "indirim, hata, sipariş, ürün, posta, ülke, müşteri, kampanya, kupon, rezervasyon, renk, kaynak",
    "ru": "скидки, ошибки, товара, заказа, клиента, страны, почтовый, бронирования, продукта, промо, купона, "
    "города, отслеживания, цвета",
    "uk": "знижки, помилки, товару, замовлення, клієнта, країни, поштовий, бронювання, продукту, промо, купона, "
    "міста",
    "el": "έκπτωσης, σφάλματος, παραγγελίας, προϊόντος, πελάτη, χώρας, ταχυδρομικός",
    "bg": "пощенски, грешка, отстъпка, продукт, поръчка, държава",
    "hr": "poštanski, pogreške, popusta, proizvoda, narudžbe, države",
    "ar": "البريدي, الخطأ, خطأ, المنتج, الدولة, الخصم, الطلب, الشحن, المنطقة, القسيمة, الترويجي",
    "fa": "پستی, خطا, تخفیف, محصول, سفارش, ملی, کشور, رهگیری",
    "he": "שגיאה, מוצר, מיקוד, הנחה, מדינה, הזמנה, קופון, אזור, לקוח",
    "hi": "त्रुटि, उत्पाद, देश, डाक, छूट, ऑर्डर",
    "vi": "lỗi, bưu chính, sản phẩm, quốc gia, giảm giá, đơn hàng, vùng, khách hàng, vận đơn",
    "id": "pos, kesalahan, produk, negara, diskon, promo, pesanan, area, pelanggan, resi, wilayah",
})  # fmt: skip
"""Words next to "code" that show that it is public, or the code of a thing."""
