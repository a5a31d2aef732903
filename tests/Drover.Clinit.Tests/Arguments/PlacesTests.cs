using Drover.Clinit.Arguments;

namespace Drover.Clinit.Tests.Arguments;

public sealed class PlacesTests
{
    private static readonly Invocation s_call = new() { Deed = Deed.Reread, Socket = "/given/s", Clstat = "/given/t" };

    [Theory]
    [InlineData("", "/given/s", "/given/t")]
    [InlineData(":::socket:/a/s\n", "/a/s", "/given/t")]
    [InlineData(":::clstat:/a/t", "/given/s", "/a/t")]
    [InlineData("g:t:1:once:true\r\n:::socket:/a:b\r\n:::clstat:/a/t\r\n", "/a:b", "/a/t")]
    [InlineData(":::socket:/a\n:::socket:/b\n", "/b", "/given/t")]
    [InlineData("#:::socket:/a\n :::socket:/b\n:::socket:\n:::sockets:/c\n", "/given/s", "/given/t")]
    [InlineData("g:t:1:once:echo \r:::socket:/a\n", "/given/s", "/given/t")]
    public void Settings_lines_of_the_cltab_win(string cltab, string socket, string clstat)
    {
        var places = Places.Read(cltab, s_call);
        Assert.Equal((socket, clstat), (places.Socket, places.Clstat));
    }

    [Theory]
    [InlineData("/nowhere/cltab")]
    [InlineData("/etc/passwd/cltab")]
    public void A_cltab_that_is_missing_is_no_error(string path)
    {
        var places = Places.Of(s_call with { Cltab = path });
        Assert.Equal(("/given/s", "/given/t"), (places.Socket, places.Clstat));
    }

    [Fact]
    public void A_cltab_that_cannot_be_read_is_remembered_with_its_reason()
    {
        var places = Places.Of(s_call with { Cltab = "/proc" });
        Assert.Equal("/given/s", places.Socket);
        Assert.Contains("/proc", places.Unread, StringComparison.Ordinal);
    }
}
