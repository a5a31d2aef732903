using System.Text;
using Drover.LavaWeb.Rpc.Wire;

namespace Drover.LavaWeb.Tests.Rpc;

/// <summary>The wire of XML-RPC, both ways.</summary>
public sealed class RpcWireTests
{
    [Fact]
    public void Every_type_of_value_is_read()
    {
        var call = Read("""
            <?xml version='1.0'?><methodCall><methodName>a.b</methodName><params>
            <param><value><int>-7</int></value></param><param><value><i8>5000000000</i8></value></param><param><value><boolean>1</boolean></value></param>
            <param><value>  plain </value></param><param><value><string>&lt;a&gt;</string></value></param><param><value><nil/></value></param>
            <param><value><double>1.5</double></value></param><param><value><dateTime.iso8601>20230405T06:07:08</dateTime.iso8601></value></param>
            <param><value><base64>aGk=</base64></value></param>
            <param><value><array><data><value><string>x</string></value><value><nil/></value></data></array></value></param>
            <param><value><struct><member><name>k</name><value><int>1</int></value></member></struct></value></param>
            </params></methodCall>
            """);
        Assert.Equal("a.b", call.Method);
        Assert.Equal([-7L, 5_000_000_000L, true, "  plain ", "<a>", null, 1.5], call.Arguments.Take(7));
        Assert.Equal(new Timestamp(1_680_674_828_000_000), call.Arguments[7]);
        Assert.Equal("hi"u8.ToArray(), call.Arguments[8]);
        Assert.Equal(["x", null], (IReadOnlyList<object?>)call.Arguments[9]!);
        Assert.Equal(1L, ((RpcStruct)call.Arguments[10]!)["k"]);
    }

    [Theory]
    [InlineData("<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><methodCall><methodName>&e;</methodName></methodCall>", RpcFaultException.ParseError)]
    [InlineData("<methodCall><methodName>a</methodName>", RpcFaultException.ParseError)]
    [InlineData("<other/>", RpcFaultException.InvalidCall)]
    [InlineData("<methodCall><methodName>a</methodName><params><param><value><int>x</int></value></param></params></methodCall>", RpcFaultException.InvalidCall)]
    [InlineData("<methodCall><methodName>a</methodName><params><param><value><odd/></value></param></params></methodCall>", RpcFaultException.InvalidCall)]
    public void What_is_no_call_is_a_fault(string body, int code) => Assert.Equal(code, Assert.Throws<RpcFaultException>(() => Read(body)).Code);

    [Fact]
    public void Values_that_lie_in_each_other_too_deep_are_a_fault()
    {
        var deep = string.Concat(Enumerable.Repeat("<value><array><data>", 40)) + string.Concat(Enumerable.Repeat("</data></array></value>", 40));
        var fault = Assert.Throws<RpcFaultException>(() => Read($"<methodCall><methodName>a</methodName><params><param>{deep}</param></params></methodCall>"));
        Assert.Contains("32 deep", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Answers_keep_line_breaks_and_lose_what_XML_cannot_hold()
    {
        var text = Encoding.UTF8.GetString(RpcWriter.Answer(new RpcStruct(("a", "x\r\ny\0é\U0001F600"), ("n", null), ("big", 1L << 40), ("list", new List<object?> { true, 2L }), ("bytes", new ReadOnlyMemory<byte>([1, 2])))));
        Assert.Contains("<string>x&#xD;\ny\uFFFDé\U0001F600</string>", text, StringComparison.Ordinal);
        Assert.Contains("<name>n</name><value><nil /></value>", text, StringComparison.Ordinal);
        Assert.Contains("<i8>1099511627776</i8>", text, StringComparison.Ordinal);
        Assert.Contains("<data><value><boolean>1</boolean></value><value><int>2</int></value></data>", text, StringComparison.Ordinal);
        Assert.Contains("<base64>AQI=</base64>", text, StringComparison.Ordinal);
    }

    private static RpcCall Read(string body)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(body));
        return RpcReader.Read(stream);
    }
}
