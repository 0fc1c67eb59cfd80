"""The records of communications, noun by noun."""

from communications.models.acknowledgements import Acknowledgement, CallAttempt
from communications.models.bank import BankedAnswer, BankedAnswerCitation
from communications.models.communiques import Communique
from communications.models.discussions import DiscussionMail, Post, PostAttachment, Topic, TopicReading
from communications.models.enquiries import Enquirer, Enquiry, EnquiryMessage, InternalNote
from communications.models.inbound import InboundMail
from communications.models.notice_recipients import NoticeAddressee, NoticeInstruction, NoticeRecipient
from communications.models.notices import Notice, NoticeDocument, NoticeText
from communications.models.pages import Banner, StandingPage
from communications.models.procedures import Declaration, Outcome, Position, ProcedureExtension, WrittenProcedure
from communications.models.redirects import Redirect
from communications.models.replies import ChairInstruction, Reply, ReplyDraft
from communications.models.subscriptions import Announcement, News, PublicKind, Subscription
from communications.models.translations import TranslationCheck

__all__ = [
    "Acknowledgement",
    "Announcement",
    "BankedAnswer",
    "BankedAnswerCitation",
    "Banner",
    "CallAttempt",
    "ChairInstruction",
    "Communique",
    "Declaration",
    "DiscussionMail",
    "Enquirer",
    "Enquiry",
    "EnquiryMessage",
    "InboundMail",
    "InternalNote",
    "News",
    "Notice",
    "NoticeAddressee",
    "NoticeDocument",
    "NoticeInstruction",
    "NoticeRecipient",
    "NoticeText",
    "Outcome",
    "Position",
    "Post",
    "PostAttachment",
    "ProcedureExtension",
    "PublicKind",
    "Redirect",
    "Reply",
    "ReplyDraft",
    "StandingPage",
    "Subscription",
    "Topic",
    "TopicReading",
    "TranslationCheck",
    "WrittenProcedure",
]
