"""What anybody might type: text of any kind, and text near to what was asked for."""

from hypothesis import strategies as st

JAPANESE = "あがっーぱヴゔゃアガッャヵｱｶﾞﾞ゛゜・･　 山田々〇９１２－‐−ー―：，、。（）＠．ＡａＲ令和年月日"
PLAIN = "0123456789-+()@.,: \n\tabcRNo"
INVISIBLE = "\u200b\u200d\ufeff\u00ad\x00\x1f\u3099\u309a\u0301\ufdfa"

anything = st.one_of(
    st.text(max_size=80), st.text(alphabet=JAPANESE + PLAIN + INVISIBLE, max_size=40), st.text(PLAIN, max_size=30)
)
