using Drover.Clinit.Asking;
using Drover.Storable;

namespace Drover.Clinit.Tests.Asking;

public sealed class ReplyTests
{
    [Theory]
    [InlineData("GROUPTOLD", false, true, "accepted")]
    [InlineData("HALTED", false, true, "halting")]
    [InlineData("CMDERR", false, false, "bad-request")]
    [InlineData("GROUP_NOK", false, false, "no-such-group")]
    [InlineData("GROUP_NOK", true, true, "reread")]
    [InlineData("CLTAB_NOK", false, false, "bad-cltab")]
    [InlineData("CLTAB_NOK", true, false, "bad-cltab")]
    [InlineData("", false, false, "unknown")]
    public void An_old_daemon_is_judged_by_its_event_whatever_its_text_says(string word, bool isReread, bool ok, string code) =>
        Assert.Equal(new Reply("no such group: web", ok, code), Reply.Read(FakeDaemon.Message(("msg", "no such group: web"), ("_dfa_event", word)), isReread));

    [Fact]
    public void A_text_alone_says_nothing_of_how_it_went() =>
        Assert.Equal(new Reply("level transition started", false, "unknown"), Reply.Read(FakeDaemon.Message(("msg", "level transition started")), isReread: false));

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
