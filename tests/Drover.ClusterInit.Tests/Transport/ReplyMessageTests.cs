using Drover.ClusterInit.Transport;
using Drover.Storable;

namespace Drover.ClusterInit.Tests.Transport;

public sealed class ReplyMessageTests
{
    private static readonly TellRequest s_request = new(StorableText.Of("g"), StorableText.Of("1"));

    [Fact]
    public void Keys_are_sent_in_a_fixed_order()
    {
        var reply = ReplyMessage.Of(TellReply.Accepted(GroupWord.Starting), s_request);
        Assert.Equal(["group", "level", "msg", "_dfa_event", "ok", "code", "state"], Hash(reply).Pairs.Select(pair => pair.Key));
    }

    [Fact]
    public void An_accepted_tell_is_the_recorded_reply_with_our_keys_after_it()
    {
        var frame = Convert.ToHexStringLower(Frame.Of(ReplyMessage.Of(TellReply.Accepted(), s_request)).Span);
        Assert.Equal(
            Convert.ToHexStringLower("00000121"u8) + "050b02000000010403000000060a01670000000567726f75700a0131000000056c6576656c"
            + "0a186c6576656c207472616e736974696f6e2073746172746564000000036d73670a0947524f5550544f4c440000000a5f6466615f6576656e74"
            + "0881000000026f6b0a08616363657074656400000004636f6465", frame);
    }

    [Fact]
    public void The_five_texts_are_those_of_the_old_daemon()
    {
        Assert.Equal("level transition started", Message(TellReply.Accepted()));
        Assert.Equal("no such group: g", Message(TellReply.UnknownGroup()));
        Assert.Equal("entry has duplicate tag: t", Message(TellReply.DuplicateTag("t")));
        Assert.Equal("all groups halting", Message(TellReply.Halting()));
        Assert.Equal("result unknown", Message(TellReply.NotUnderstood()));
    }

    [Fact]
    public void A_name_that_is_not_UTF_8_goes_back_byte_for_byte()
    {
        var request = new TellRequest(new StorableText(new byte[] { 0x67, 0xe9 }, isCharacters: false), StorableText.Of("1"));
        Assert.Equal("g\u00e9", request.Group.Text);
        var accepted = (StorableText)Hash(ReplyMessage.Of(TellReply.Accepted(), request)).Find("group")!;
        Assert.Equal("67e9", Convert.ToHexStringLower(accepted.Bytes.Span));
        var refused = (StorableText)Hash(ReplyMessage.Of(TellReply.UnknownGroup(), request)).Find("msg")!;
        Assert.Equal([.. "no such group: g"u8, 0xe9], refused.Bytes.ToArray());
    }

    [Fact]
    public void A_text_without_end_is_cut()
    {
        var message = Message(TellReply.BadCltab(new string('x', 100_000)));
        Assert.Equal(new string('x', 16_384) + " ...", message);
    }

    private static string Message(TellReply reply) => ((StorableText)Hash(ReplyMessage.Of(reply, s_request)).Find("msg")!).Text;

    private static StorableHash Hash(StorableArray message) => (StorableHash)((StorableReference)Assert.Single(message.Items)).Target;
}
