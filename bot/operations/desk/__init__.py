"""The life of a change, in order: asked, proven, approved, executed, recorded.

It must not know Telegram, HTML, mail or the wording of a sentence.
"""
