"""The table of operations: one line for each action."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.operations.accounts.connect_exchange import CONNECT_EXCHANGE
from bot.operations.accounts.disconnect_exchange import DISCONNECT_EXCHANGE
from bot.operations.alerts.set_digest import SET_DIGEST
from bot.operations.alerts.set_pin import SET_PIN
from bot.operations.alerts.set_quiet import SET_QUIET
from bot.operations.alerts.set_sound import SET_SOUND
from bot.operations.alerts.set_steps import SET_STEPS
from bot.operations.alerts.set_topic import SET_TOPIC
from bot.operations.alerts.set_zone import SET_ZONE
from bot.operations.desk.break_glass import BREAK_GLASS, GLASS_SEEN
from bot.operations.keys.adopt_key import ADOPT_KEY
from bot.operations.keys.bind_ips import BIND_IPS
from bot.operations.keys.create_key import CREATE_KEY
from bot.operations.keys.delete_key import DELETE_KEY
from bot.operations.keys.discard_key import DISCARD_KEY
from bot.operations.keys.edit_key import EDIT_KEY
from bot.operations.keys.keep_both import KEEP_BOTH
from bot.operations.keys.name_owner import NAME_OWNER
from bot.operations.keys.renew_key import RENEW_KEY
from bot.operations.keys.rotate_all import ROTATE_ALL
from bot.operations.keys.rotate_key import ROTATE_KEY
from bot.operations.keys.track_key import TRACK_KEY
from bot.operations.keys.unbind_ips import UNBIND_IPS
from bot.operations.members.admit_member import ADMIT_MEMBER
from bot.operations.members.change_email import CHANGE_EMAIL, SET_EMAIL
from bot.operations.members.change_phone import CHANGE_PHONE
from bot.operations.members.change_role import CHANGE_ROLE
from bot.operations.members.export_audit import EXPORT_AUDIT
from bot.operations.members.invite_member import INVITE_MEMBER
from bot.operations.members.limit_member import LIMIT_MEMBER
from bot.operations.members.recovery_codes import RENEW_RECOVERY
from bot.operations.members.reset_member import RESET_MEMBER
from bot.operations.members.set_approvals import SET_APPROVALS
from bot.operations.members.set_codes import SET_CODES
from bot.operations.members.set_cooling import SET_COOLING
from bot.operations.members.suspend_member import SUSPEND_MEMBER
from bot.operations.model.operation import Operation
from bot.operations.whitelist.add_addresses import ADD_ADDRESSES
from bot.operations.whitelist.export_addresses import EXPORT_ADDRESSES
from bot.operations.whitelist.import_addresses import IMPORT_ADDRESSES
from bot.operations.whitelist.remove_address import REMOVE_ADDRESS
from storage.records import Action

CATALOGUE: Mapping[Action, Operation] = MappingProxyType(
    {
        Action.KEY_CREATE: CREATE_KEY,
        Action.KEY_TRACK: TRACK_KEY,
        Action.KEY_RENEW: RENEW_KEY,
        Action.KEY_EDIT: EDIT_KEY,
        Action.KEY_BIND: BIND_IPS,
        Action.KEY_UNBIND: UNBIND_IPS,
        Action.KEY_DELETE: DELETE_KEY,
        Action.KEY_ROTATE: ROTATE_KEY,
        Action.KEY_ROTATE_ALL: ROTATE_ALL,
        Action.KEY_KEEP: KEEP_BOTH,
        Action.KEY_OWNER: NAME_OWNER,
        Action.KEY_ADOPT: ADOPT_KEY,
        Action.KEY_DISCARD: DISCARD_KEY,
        Action.WHITELIST_ADD: ADD_ADDRESSES,
        Action.WHITELIST_IMPORT: IMPORT_ADDRESSES,
        Action.WHITELIST_REMOVE: REMOVE_ADDRESS,
        Action.WHITELIST_EXPORT: EXPORT_ADDRESSES,
        Action.MEMBER_INVITE: INVITE_MEMBER,
        Action.MEMBER_ADMIT: ADMIT_MEMBER,
        Action.MEMBER_ROLE: CHANGE_ROLE,
        Action.MEMBER_LIMIT: LIMIT_MEMBER,
        Action.MEMBER_SUSPEND: SUSPEND_MEMBER,
        Action.MEMBER_RESET: RESET_MEMBER,
        Action.POLICY_APPROVALS: SET_APPROVALS,
        Action.POLICY_COOLING: SET_COOLING,
        Action.POLICY_CODES: SET_CODES,
        Action.PERSON_EMAIL: SET_EMAIL,
        Action.PERSON_EMAIL_CHANGE: CHANGE_EMAIL,
        Action.PERSON_RECOVERY: RENEW_RECOVERY,
        Action.PERSON_PHONE: CHANGE_PHONE,
        Action.ALERTS_DIGEST: SET_DIGEST,
        Action.ALERTS_STEPS: SET_STEPS,
        Action.ALERTS_PIN: SET_PIN,
        Action.ALERTS_QUIET: SET_QUIET,
        Action.ALERTS_SOUND: SET_SOUND,
        Action.ALERTS_ZONE: SET_ZONE,
        Action.ALERTS_TOPIC: SET_TOPIC,
        Action.ACCOUNT_CONNECT: CONNECT_EXCHANGE,
        Action.ACCOUNT_DISCONNECT: DISCONNECT_EXCHANGE,
        Action.AUDIT_EXPORT: EXPORT_AUDIT,
        Action.TICKET_BREAK_GLASS: BREAK_GLASS,
        Action.TICKET_SEEN: GLASS_SEEN,
    }
)
