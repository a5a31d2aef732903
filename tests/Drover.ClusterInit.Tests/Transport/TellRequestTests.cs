using Drover.ClusterInit.Transport;
using Drover.Storable;

namespace Drover.ClusterInit.Tests.Transport;

public sealed class TellRequestTests
{
    private const string Before = "050b0200000001040300000002";

    [Theory]
    [InlineData("0a01670000000567726f7570 0a0131000000056c6576656c", "g", "1")]
    [InlineData("0a066e6f737563680000000567726f7570 0a0131000000056c6576656c", "nosuch", "1")]
    [InlineData("090000012c000000056c6576656c 0a01670000000567726f7570", "g", "300")]
    [InlineData("0a01670000000567726f7570 087b000000056c6576656c", "g", "-5")]
    [InlineData("0a03312e35000000056c6576656c 17056772e298ba0000000567726f7570", "gr\u263a", "1.5")]
    [InlineData("0a00000000056c6576656c 0a01670000000567726f7570", "g", "")]
    [InlineData("0a01780000000567726f7570 0a0e3a3a3a53485554444f574e3a3a3a000000056c6576656c", "x", ":::SHUTDOWN:::")]
    public void A_recorded_request_says_which_group_goes_to_which_level(string pairs, string group, string level)
    {
        var request = TellRequest.Find(StorableReader.Read(Convert.FromHexString(Before + pairs.Replace(" ", "", StringComparison.Ordinal))), 4096)!;
        Assert.Equal((group, level), (request.Group.Text, request.Level.Text));
        Assert.Equal(level == ":::SHUTDOWN:::", request.IsShutdown);
        Assert.False(request.Waits);
    }

    [Theory]
    [InlineData("0881", true)]
    [InlineData("0a0131", true)]
    [InlineData("0f", true)]
    [InlineData("0880", false)]
    [InlineData("0a0130", false)]
    [InlineData("0a00", false)]
    [InlineData("10", false)]
    [InlineData("05", false)]
    public void A_client_waits_when_it_says_so_with_what_Perl_takes_for_true(string value, bool waits)
    {
        const string Pairs = "0a01670000000567726f75700a0131000000056c6576656c";
        var message = StorableReader.Read(Convert.FromHexString("050b0200000001040300000003" + Pairs + value + "0000000477616974"));
        Assert.Equal(waits, TellRequest.Find(message, 4096)!.Waits);
    }
}
