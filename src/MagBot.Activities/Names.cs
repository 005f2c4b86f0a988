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

    /// <summary>A hand-over as older bots send it; real ones are events.</summary>
    public const string Handoff = "handoff";

    /// <summary>Something to be done, answered by <see cref="CommandResult"/>.</summary>
    public const string Command = "command";

    /// <summary>What came of a <see cref="Command"/>.</summary>
    public const string CommandResult = "commandResult";

    /// <summary>A remark for one person on something that was said.</summary>
    public const string Suggestion = "suggestion";

    /// <summary>Only asks whether somebody is there.</summary>
    public const string Ping = "ping";
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

    /// <summary>A bot that another bot calls.</summary>
    public const string Skill = "skill";
}

/// <summary>Known values of <see cref="Activity.TextFormat"/>.</summary>
public static class TextFormats
{
    /// <summary>Shown as it stands.</summary>
    public const string Plain = "plain";

    /// <summary>Markdown.</summary>
    public const string Markdown = "markdown";

    /// <summary>Simple HTML, on Teams.</summary>
    public const string Xml = "xml";
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

    /// <summary>Fetches a file.</summary>
    public const string DownloadFile = "downloadFile";

    /// <summary>Shows a picture.</summary>
    public const string ShowImage = "showImage";

    /// <summary>Plays sound.</summary>
    public const string PlayAudio = "playAudio";

    /// <summary>Plays a film.</summary>
    public const string PlayVideo = "playVideo";

    /// <summary>Opens a page to sign in.</summary>
    public const string SignIn = "signin";

    /// <summary>Sends an invoke, on Teams.</summary>
    public const string Invoke = "invoke";
}

/// <summary>Media types of cards.</summary>
public static class ContentTypes
{
    /// <summary>Adaptive Card.</summary>
    public const string AdaptiveCard = "application/vnd.microsoft.card.adaptive";

    /// <summary>Hero card.</summary>
    public const string HeroCard = "application/vnd.microsoft.card.hero";

    /// <summary>Thumbnail card.</summary>
    public const string ThumbnailCard = "application/vnd.microsoft.card.thumbnail";

    /// <summary>Receipt.</summary>
    public const string ReceiptCard = "application/vnd.microsoft.card.receipt";

    /// <summary>Card that asks to sign in.</summary>
    public const string SignInCard = "application/vnd.microsoft.card.signin";

    /// <summary>Card that asks to sign in through a connection of the bot.</summary>
    public const string OAuthCard = "application/vnd.microsoft.card.oauth";

    /// <summary>Moving picture.</summary>
    public const string AnimationCard = "application/vnd.microsoft.card.animation";

    /// <summary>Sound.</summary>
    public const string AudioCard = "application/vnd.microsoft.card.audio";

    /// <summary>Film.</summary>
    public const string VideoCard = "application/vnd.microsoft.card.video";
}

/// <summary>Names of the hand-over events.</summary>
public static class HandoverEvents
{
    /// <summary>Bot to hub: a person is wanted.</summary>
    public const string Initiate = "handoff.initiate";

    /// <summary>Hub to bot: accepted, failed or completed.</summary>
    public const string Status = "handoff.status";
}

/// <summary>Known values of <see cref="Activity.Code"/> on <c>endOfConversation</c>.</summary>
public static class EndOfConversationCodes
{
    /// <summary>No reason is given.</summary>
    public const string Unknown = "unknown";

    /// <summary>It was finished.</summary>
    public const string CompletedSuccessfully = "completedSuccessfully";

    /// <summary>The customer stopped it.</summary>
    public const string UserCancelled = "userCancelled";

    /// <summary>The bot did not answer in time.</summary>
    public const string BotTimedOut = "botTimedOut";

    /// <summary>The bot sent something that the channel refuses.</summary>
    public const string BotIssuedInvalidMessage = "botIssuedInvalidMessage";

    /// <summary>The channel broke.</summary>
    public const string ChannelFailed = "channelFailed";
}
