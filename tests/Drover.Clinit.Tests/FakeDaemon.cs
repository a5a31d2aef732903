using System.Buffers;
using System.Net.Sockets;
using Drover.Storable;

namespace Drover.Clinit.Tests;

/// <summary>A socket at which one client gets what the test says, after its request has come in whole.</summary>
internal sealed class FakeDaemon : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ct");
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<StorableHash> _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _served;

    /// <param name="stays">Whether the connection stays open after the last answer, until the end of the test.</param>
    /// <param name="answers">Bytes to send.</param>
    public FakeDaemon(bool stays, params ReadOnlyMemory<byte>[] answers)
    {
        _listener.Bind(new UnixDomainSocketEndPoint(Socket));
        _listener.Listen();
        _served = ServeAsync(stays, answers);
    }

    public string Socket => Path.Combine(_folder.FullName, "s");

    public string Clstat => Path.Combine(_folder.FullName, "t");

    /// <summary>Options that lead a client here.</summary>
    public string[] Options => ["-c", "/nowhere/cltab", "-s", Socket, "--clstat", Clstat];

    /// <summary>What the client asked, pair by pair in its order.</summary>
    public async Task<string[]> AskedAsync() => [.. (await _asked.Task).Pairs.Select(pair => $"{pair.Key}={Word(pair.Value)}")];

    public static StorableArray Message(params (string Key, string Value)[] pairs) =>
        new([new StorableReference(new StorableHash([.. pairs.Select(pair => KeyValuePair.Create<string, StorableValue>(pair.Key, StorableText.Of(pair.Value)))]))]);

    public static ReadOnlyMemory<byte> Answer(params (string Key, string Value)[] pairs) => Frame.Of(Message(pairs));

    public void Dispose()
    {
        _release.TrySetResult();
        _listener.Dispose();
        // A daemon that nobody has come to ends with its listener.
        _served.ContinueWith(_ => { }, TaskScheduler.Default).Wait();
        _folder.Delete(recursive: true);
    }

    private async Task ServeAsync(bool stays, ReadOnlyMemory<byte>[] answers)
    {
        using var client = await _listener.AcceptAsync();
        var received = new ArrayBufferWriter<byte>();
        ReadOnlySequence<byte> body;
        while (!Frame.TryTake(new ReadOnlySequence<byte>(received.WrittenMemory), 1 << 20, out body))
            received.Advance(await client.ReceiveAsync(received.GetMemory(4096)));
        _asked.SetResult((StorableHash)((StorableReference)StorableReader.Read(body.FirstSpan).Items[0]).Target);
        foreach (var answer in answers)
            await client.SendAsync(answer);
        if (stays)
            await _release.Task;
    }

    private static string Word(StorableValue value) => value is StorableText text ? text.Text : $"{((StorableInteger)value).Value}";
}
