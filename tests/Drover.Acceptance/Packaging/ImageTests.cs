using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Drover.Acceptance.Running;

namespace Drover.Acceptance.Packaging;

/// <summary>How a tree of files becomes a container image. That Debian's runs, with the daemon as process 1, is tried by <c>make image-test</c>.</summary>
public sealed class ImageTests : IDisposable
{
    private const long Stamp = 1_700_000_000;

    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public void It_has_one_layer_with_the_files_of_the_tree_and_each_part_is_what_its_hash_says()
    {
        var blobs = Blobs(Pack("a", DateTime.UnixEpoch));
        foreach (var (hash, bytes) in blobs.Where(blob => blob.Key.StartsWith("./blobs/", StringComparison.Ordinal)))
            Assert.Equal(Path.GetFileName(hash), Convert.ToHexStringLower(SHA256.HashData(bytes)));
        Assert.Equal("1.0.0", (string)JsonNode.Parse(blobs["./oci-layout"])!["imageLayoutVersion"]!);

        var manifest = JsonNode.Parse(Content(JsonNode.Parse(blobs["./index.json"])!["manifests"]![0]!))!;
        var config = JsonNode.Parse(Content(manifest["config"]!))!;
        Assert.Equal("/usr/sbin/droverd", (string)config["config"]!["Cmd"]![0]!);
        Assert.Equal("2023-11-14T22:13:20Z", (string)config["created"]!);
        var layer = Unzip(Content(Assert.Single(manifest["layers"]!.AsArray())!));
        Assert.Equal("sha256:" + Convert.ToHexStringLower(SHA256.HashData(layer)), (string)Assert.Single(config["rootfs"]!["diff_ids"]!.AsArray())!);
        var entries = Entries(layer);
        Assert.Equal(["./", "./etc/", "./etc/link", "./etc/secret", "./usr/"], entries.Select(entry => entry.Name));
        Assert.Equal((UnixFileMode)0b110_000_000, entries[3].Mode);
        Assert.Equal("secret", entries[2].LinkName);
        Assert.All(entries, entry => Assert.Equal((Stamp, ""), (entry.ModificationTime.ToUnixTimeSeconds(), ((GnuTarEntry)entry).UserName)));

        byte[] Content(JsonNode descriptor)
        {
            var bytes = blobs["./blobs/" + ((string)descriptor["digest"]!).Replace(':', '/')];
            Assert.Equal(bytes.Length, (long)descriptor["size"]!);
            return bytes;
        }
    }

    [Fact]
    public void The_same_tree_gives_the_same_bytes_wherever_and_whenever_it_was_made() =>
        Assert.Equal(File.ReadAllBytes(Pack("b", DateTime.UnixEpoch)), File.ReadAllBytes(Pack("c", DateTime.UnixEpoch.AddYears(40))));

    private string Pack(string name, DateTime made)
    {
        var tree = _sandbox.At(name);
        Directory.CreateDirectory(Path.Combine(tree, "etc"));
        Directory.CreateDirectory(Path.Combine(tree, "usr"));
        var secret = Path.Combine(tree, "etc", "secret");
        File.WriteAllText(secret, "x");
        File.SetUnixFileMode(secret, (UnixFileMode)0b110_000_000);
        File.SetLastWriteTimeUtc(secret, made);
        File.CreateSymbolicLink(Path.Combine(tree, "etc", "link"), "secret");
        var file = _sandbox.At(name + ".oci.tar");
        Command.Run(Path.Combine(Programs.Root(), "packaging", "pack-image"), [tree, file, "1.2-3", $"{Stamp}"]).Expect(0);
        return file;
    }

    private static Dictionary<string, byte[]> Blobs(string archive) =>
        Entries(File.ReadAllBytes(archive)).Where(entry => entry.EntryType == TarEntryType.RegularFile).ToDictionary(entry => entry.Name, Bytes);

    private static List<TarEntry> Entries(byte[] archive)
    {
        using var reader = new TarReader(new MemoryStream(archive));
        List<TarEntry> entries = [];
        while (reader.GetNextEntry(copyData: true) is { } entry)
            entries.Add(entry);
        return entries;
    }

    private static byte[] Bytes(TarEntry entry)
    {
        using var content = new MemoryStream();
        entry.DataStream?.CopyTo(content);
        return content.ToArray();
    }

    private static byte[] Unzip(byte[] zipped)
    {
        using var content = new MemoryStream();
        using (var unzip = new GZipStream(new MemoryStream(zipped), CompressionMode.Decompress))
            unzip.CopyTo(content);
        return content.ToArray();
    }
}
