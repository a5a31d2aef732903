using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Drover.Opcodes;

internal sealed class AddressType(bool isV6, bool isNetwork) : ParameterType
{
    public override ParameterKind Kind => ParameterKind.Address;

    public override string Describe() => $"an IPv{(isV6 ? 6 : 4)} {(isNetwork ? "network with its prefix length" : "address")} as a string";

    public override string Example() => (isV6, isNetwork) switch
    {
        (false, false) => "\"192.0.2.1\"",
        (false, true) => "\"192.0.2.0/24\"",
        (true, false) => "\"2001:db8::1\"",
        (true, true) => "\"2001:db8::/64\"",
    };

    internal override ParameterProblem? Check(JsonElement value) =>
        Unless(value.ValueKind == JsonValueKind.String && IsValid(value.GetString()), value);

    private bool IsValid(ReadOnlySpan<char> text)
    {
        if (!isNetwork)
            return IsAddress(text);
        var slash = text.IndexOf('/');
        return slash > 0
            && IsAddress(text[..slash])
            && int.TryParse(text[(slash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var prefix)
            && prefix <= (isV6 ? 128 : 32);
    }

    // The parser of the platform also takes "1", "0x7f.1", octal groups and zones; none of them is wanted here.
    private bool IsAddress(ReadOnlySpan<char> text)
    {
        if (!IPAddress.TryParse(text, out var address))
            return false;
        return isV6
            ? address.AddressFamily == AddressFamily.InterNetworkV6 && !text.ContainsAny('%', '[', '/')
            : address.AddressFamily == AddressFamily.InterNetwork && text.SequenceEqual(address.ToString());
    }
}
