namespace MagBot.Activities;

/// <summary>Known values of <see cref="Activity.Type"/>.</summary>
public static class ActivityTypes
{
    /// <summary>Something said.</summary>
    public const string Message = "message";

    /// <summary>Members or name changed.</summary>
    public const string ConversationUpdate = "conversationUpdate";

    /// <summary>Somebody is typing.</summary>
    public const string Typing = "typing";

    /// <summary>A named event, sent without waiting for an answer.</summary>
    public const string Event = "event";

    /// <summary>A named call whose answer is the HTTP response.</summary>
    public const string Invoke = "invoke";

    /// <summary>The conversation is over.</summary>
    public const string EndOfConversation = "endOfConversation";

    /// <summary>A reaction was put or taken away.</summary>
    public const string MessageReaction = "messageReaction";

    /// <summary>A message was changed.</summary>
    public const string MessageUpdate = "messageUpdate";

    /// <summary>A message was taken back.</summary>
    public const string MessageDelete = "messageDelete";

    /// <summary>The bot was added or removed.</summary>
    public const string InstallationUpdate = "installationUpdate";

    /// <summary>The bot was added to or removed from a contact list.</summary>
    public const string ContactRelationUpdate = "contactRelationUpdate";

    /// <summary>The user's data must be erased.</summary>
    public const string DeleteUserData = "deleteUserData";

    /// <summary>Diagnostics for the Emulator only.</summary>
    public const string Trace = "trace";
}

/// <summary>Known values of <see cref="Activity.ChannelId"/>.</summary>
public static class ChannelIds
{
    /// <summary>Direct Line.</summary>
    public const string DirectLine = "directline";

    /// <summary>Web Chat.</summary>
    public const string WebChat = "webchat";

    /// <summary>Microsoft Teams.</summary>
    public const string MsTeams = "msteams";

    /// <summary>Bot Framework Emulator and Agents Playground.</summary>
    public const string Emulator = "emulator";
}

/// <summary>Known values of <see cref="ChannelAccount.Role"/>.</summary>
public static class Roles
{
    /// <summary>A person on the channel.</summary>
    public const string User = "user";

    /// <summary>The bot, or an advisor who speaks through it.</summary>
    public const string Bot = "bot";
}

/// <summary>Known values of <see cref="Activity.TextFormat"/>.</summary>
public static class TextFormats
{
    /// <summary>Shown as it stands.</summary>
    public const string Plain = "plain";

    /// <summary>Markdown.</summary>
    public const string Markdown = "markdown";
}

/// <summary>Values of <see cref="Activity.InputHint"/> as clients send and read them.</summary>
public static class InputHints
{
    /// <summary>The bot is ready and waits for nothing in particular.</summary>
    public const string AcceptingInput = "acceptingInput";

    /// <summary>The bot waits for an answer.</summary>
    public const string ExpectingInput = "expectingInput";

    /// <summary>The bot does not listen.</summary>
    public const string IgnoringInput = "ignoringInput";
}

/// <summary>Known values of <see cref="Activity.DeliveryMode"/>; any other is treated as <see cref="Normal"/>.</summary>
public static class DeliveryModes
{
    /// <summary>Replies go to the service address.</summary>
    public const string Normal = "normal";

    /// <summary>Replies go into the HTTP response.</summary>
    public const string ExpectReplies = "expectReplies";
}

/// <summary>Known values of <see cref="CardAction.Type"/>.</summary>
public static class ActionTypes
{
    /// <summary>Says something on the customer's behalf, visibly.</summary>
    public const string ImBack = "imBack";

    /// <summary>Sends a payload, hidden.</summary>
    public const string PostBack = "postBack";

    /// <summary>Sends text and payload, shows another text.</summary>
    public const string MessageBack = "messageBack";

    /// <summary>Opens an address.</summary>
    public const string OpenUrl = "openUrl";

    /// <summary>Calls a <c>tel:</c> address.</summary>
    public const string Call = "call";
}

/// <summary>Media types of cards.</summary>
public static class ContentTypes
{
    /// <summary>Adaptive Card.</summary>
    public const string AdaptiveCard = "application/vnd.microsoft.card.adaptive";

    /// <summary>Hero card.</summary>
    public const string HeroCard = "application/vnd.microsoft.card.hero";
}

/// <summary>Names of the hand-over events.</summary>
public static class HandoverEvents
{
    /// <summary>Bot to hub: a person is wanted.</summary>
    public const string Initiate = "handoff.initiate";

    /// <summary>Hub to bot: accepted, failed or completed.</summary>
    public const string Status = "handoff.status";
}
