using Drover.Cluster.MasterAddress;

namespace Drover.Cluster.Tests.MasterAddress;

public sealed class MasterAddressOptionsTests
{
    [Theory]
    [InlineData("192.0.2.10", "192.0.2.10", null)]
    [InlineData("192.0.2.10/24", "192.0.2.10", 24)]
    [InlineData("2001:db8::10/64", "2001:db8::10", 64)]
    [InlineData("127.0.0.2/32", "127.0.0.2", 32)]
    public void An_address_may_have_a_prefix(string text, string address, int? prefix)
    {
        var options = MasterAddressOptions.Parse(text, "eth0")!;
        Assert.Equal(address, options.Address.ToString());
        Assert.Equal(prefix, options.Prefix);
        Assert.Equal("eth0", options.Device);
    }

    [Theory]
    [InlineData("")]
    [InlineData("master.example")]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    [InlineData("192.0.2.10/33")]
    [InlineData("192.0.2.10/0")]
    [InlineData("192.0.2.10/")]
    [InlineData("192.0.2.10/24/24")]
    [InlineData("2001:db8::10/129")]
    [InlineData("192.0.2")]
    [InlineData("010.0.0.1")]
    public void What_no_machine_can_have_is_refused(string text) => Assert.Null(MasterAddressOptions.Parse(text));
}
