using Drover.Storable;

namespace Drover.ClusterInit.Transport;

/// <summary>A reply as it is sent: always in the order group, level, msg, _dfa_event, ok, code, state; the first two and the last only
/// where they apply. It speaks as the request did: text beyond ASCII is marked as characters exactly when the group of the request was.</summary>
internal static class ReplyMessage
{
    /// <summary>Longest text in characters; more is cut. A reply must fit into the socket whole, so that nobody can hold it by not reading.</summary>
    public const int LongestText = 16_384;

    public static StorableArray Of(TellReply reply, TellRequest? request)
    {
        var pairs = new List<KeyValuePair<string, StorableValue>>(7);
        if (reply.Echoes && request is not null)
        {
            pairs.Add(new("group", request.Group));
            pairs.Add(new("level", request.Level));
        }
        pairs.Add(new("msg", Message(reply, request)));
        pairs.Add(new("_dfa_event", StorableText.Of(reply.Word)));
        pairs.Add(new("ok", new StorableInteger(reply.IsOk ? 1 : 0)));
        pairs.Add(new("code", StorableText.Of(reply.Code)));
        if (reply.State is { } state)
            pairs.Add(new("state", StorableText.Of(state.ToWord())));
        return new StorableArray([new StorableReference(new StorableHash(pairs))]);
    }

    private static StorableText Message(TellReply reply, TellRequest? request)
    {
        var asCharacters = request?.Group.IsCharacters ?? false;
        if (reply.Text is { } text)
            return StorableText.Of(text.Length <= LongestText ? text : text[..LongestText] + " ...", asCharacters);
        // The name goes back as it came, also when its bytes are in no encoding that we know.
        return new StorableText((byte[])[.. "no such group: "u8, .. request!.Group.Bytes.Span], asCharacters);
    }
}
