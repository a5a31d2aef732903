using Drover.Clinit.Asking;
using Drover.Storable;

namespace Drover.Clinit.Tests.Asking;

public sealed class ReplyTests
{
    [Theory]
    [InlineData("level transition started", false, true, "accepted")]
    [InlineData("all groups halting", false, true, "halting")]
    [InlineData("result unknown", false, false, "bad-request")]
    [InlineData("no such group: web", false, false, "no-such-group")]
    [InlineData("no such group: ::ALL::", true, true, "reread")]
    [InlineData("entry has duplicate tag: t", false, false, "bad-cltab")]
    [InlineData("entry has duplicate tag: t", true, false, "bad-cltab")]
    [InlineData("", false, false, "unknown")]
    public void An_old_daemon_is_judged_by_its_five_texts(string text, bool isReread, bool ok, string code) =>
        Assert.Equal(new Reply(text, ok, code), Reply.Read(FakeDaemon.Message(("msg", text), ("_dfa_event", "X")), isReread));

    [Theory]
    [InlineData("1", true)]
    [InlineData("0", false)]
    [InlineData("", false)]
    public void A_daemon_that_says_ok_is_believed(string ok, bool isOk)
    {
        var message = FakeDaemon.Message(("msg", "level transition started"), ("ok", ok), ("code", "c"), ("state", "DONE"));
        Assert.Equal(new Reply("level transition started", isOk, "c", "DONE"), Reply.Read(message, isReread: false));
    }

    [Fact]
    public void Ok_may_be_a_number_as_droverd_sends_it()
    {
        var hash = new StorableHash([new("msg", StorableText.Of("x")), new("ok", new StorableInteger(1)), new("code", StorableText.Of("reread"))]);
        Assert.True(Reply.Read(new StorableArray([new StorableReference(hash)]), isReread: true).IsOk);
    }

    [Fact]
    public void A_message_without_a_text_is_no_reply()
    {
        Assert.Throws<InvalidDataException>(() => Reply.Read(FakeDaemon.Message(("ok", "1")), isReread: false));
        Assert.Throws<InvalidDataException>(() => Reply.Read(new StorableArray([]), isReread: false));
    }
}
