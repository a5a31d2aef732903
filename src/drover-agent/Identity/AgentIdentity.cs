using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Serialization;
using Drover.Agent.Commands;

namespace Drover.NodeAgent.Identity;

/// <summary>What this node is known by, as it is kept in a directory: its name, key, certificate, and the authority of its cluster.</summary>
internal sealed class AgentIdentity
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _path;
    private readonly Lock _gate = new();
    private IdentityFile _file;

    private AgentIdentity(string path, IdentityFile file) => (_path, _file) = (path, file);

    /// <summary>Name of the node.</summary>
    public string Node => _file.Node;

    /// <summary>Where masters may be found, as <c>HOST:PORT</c>.</summary>
    public IReadOnlyList<string> Masters => _file.Masters;

    /// <summary>Under which the numbers of reports rise.</summary>
    public string Stream => _file.Stream;

    /// <summary>The authority (PEM).</summary>
    public string Authority => _file.Authority;

    /// <summary>The newest term that was heard of.</summary>
    public long Term => _file.Term;

    /// <summary>The node that leads, as the last master has told; null before one has.</summary>
    public string? Master => _file.MasterNode;

    /// <summary>Whether a directory holds one.</summary>
    public static bool IsIn(string directory) => File.Exists(PathIn(directory));

    /// <summary>Reads it.</summary>
    /// <exception cref="DroverException"><c>NOT_JOINED</c>, <c>IDENTITY_FILE</c>.</exception>
    public static AgentIdentity Read(string directory)
    {
        var path = PathIn(directory);
        try
        {
            var identity = new AgentIdentity(path, JsonSerializer.Deserialize(File.ReadAllBytes(path), IdentityJson.Default.IdentityFile) ?? throw new JsonException("it is empty"));
            using var _ = identity.OpenCertificate();
            return identity.Masters is { Count: > 0 } ? identity : throw new JsonException("it names no master");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DroverException("NOT_JOINED", $"This machine is no node of a fleet: there is no {path}. On the master 'drover add node NAME' prints the command by which it joins.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or CryptographicException or ArgumentException)
        {
            throw new DroverException("IDENTITY_FILE", $"{path} cannot be read: {e.Message.TrimEnd('.')}. If it is damaged, remove it, and let this machine join anew.", e);
        }
    }

    /// <summary>Makes it, for a node that has joined. What the node of before was ordered and had to report is that of another fleet, or another node.</summary>
    public static AgentIdentity Create(string directory, string node, IReadOnlyList<string> masters, string authority, string certificate, ECDsa key)
    {
        var identity = new AgentIdentity(PathIn(directory), new IdentityFile
        {
            Node = node,
            Masters = [.. masters],
            Stream = Guid.NewGuid().ToString("N"),
            Authority = authority,
            Certificate = certificate,
            Key = key.ExportPkcs8PrivateKeyPem(),
        });
        foreach (var old in new[] { "orders", "reports", "cluster-cltab" })
            File.Delete(Path.Combine(directory, old));
        if (Path.Combine(directory, CommandOptions.UsualDirectory) is var commands && Directory.Exists(commands))
            Directory.Delete(commands, recursive: true);
        identity.Write();
        return identity;
    }

    /// <summary>The certificate with its key.</summary>
    public X509Certificate2 OpenCertificate()
    {
        lock (_gate)
            return X509Certificate2.CreateFromPem(_file.Certificate, _file.Key);
    }

    /// <summary>Another certificate takes the place of the present one.</summary>
    public void Replace(string certificate, ECDsa key) => Change(file => file with { Certificate = certificate, Key = key.ExportPkcs8PrivateKeyPem() });

    /// <summary>What a master has told: where masters are, and its term. The address at which it was reached stays the first, whatever it calls itself.</summary>
    public void Learn(string reached, IReadOnlyList<string> masters, long term)
    {
        string[] known = [reached, .. masters.Where(master => master != reached)];
        Change(file => known.SequenceEqual(file.Masters) && term == file.Term ? file : file with { Masters = known, Term = term });
    }

    /// <summary>A master has told which node leads.</summary>
    public void LearnMaster(string node) => Change(file => file with { MasterNode = node });

    /// <summary>The numbers of reports begin anew, under another name.</summary>
    public void BeginStream() => Change(file => file with { Stream = Guid.NewGuid().ToString("N") });

    /// <summary>This node is none any more.</summary>
    public void Delete() => WholeFile.Delete(_path);

    private static string PathIn(string directory) => Path.Combine(directory, "identity.json");

    private void Change(Func<IdentityFile, IdentityFile> change)
    {
        lock (_gate)
        {
            var changed = change(_file);
            if (changed == _file)
                return;
            _file = changed;
            Write();
        }
    }

    private void Write() => WholeFile.Replace(_path, JsonSerializer.SerializeToUtf8Bytes(_file, IdentityJson.Default.IdentityFile), OwnerOnly);
}

/// <summary>The file as it is written.</summary>
internal sealed record IdentityFile
{
    public required string Node { get; init; }

    public required string[] Masters { get; init; }

    public required string Stream { get; init; }

    public long Term { get; init; }

    public string? MasterNode { get; init; }

    public required string Authority { get; init; }

    public required string Certificate { get; init; }

    public required string Key { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(IdentityFile))]
internal sealed partial class IdentityJson : JsonSerializerContext;
