using System.Globalization;
using System.Net;
using Drover.Nodes.Addresses;

namespace Drover.Agent.Addresses;

/// <summary>The address that was set, on record below the run directory: written before it is set, so that a later daemon knows what to take down. It means nothing after a boot.</summary>
/// <param name="path">The file: <c>ADDRESS PREFIX DEVICE HOW</c>.</param>
internal sealed class AddressNote(string path)
{
    private const string ByScript = "script";

    /// <summary>What is on record; null when nothing is.</summary>
    public NodeAddress? Read()
    {
        if (!File.Exists(path))
            return null;
        return File.ReadAllText(path).TrimEnd('\n').Split(' ') is [var address, var prefix, var device, var how] && IPAddress.TryParse(address, out var parsed)
            && int.TryParse(prefix, NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            ? new NodeAddress(parsed, length, device) { ByScript = how == ByScript }
            : null;
    }

    /// <summary>Records an address; null: none is set.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write(NodeAddress? address)
    {
        if (address is null)
        {
            File.Delete(path);
            return;
        }
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        WholeFile.Replace(path, System.Text.Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{address.Address} {address.Prefix} {address.Device} {(address.ByScript ? ByScript : "kernel")}\n")),
            UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
