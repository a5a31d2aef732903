using System.Text;
using Drover.Lava.Zmq;
using Microsoft.Extensions.Logging;

namespace Drover.Lava.Curve;

/// <summary>
/// Judges the keys of those who connect (rfc.zeromq.org/spec/27). An unknown key is answered 300: libzmq's clients give up for good at 400, and come
/// again at 300, so that a worker which was there before its key gets in without a restart.
/// </summary>
internal sealed class ZapHandler : SocketThread
{
    private const string Endpoint = "inproc://zeromq.zap.01";
    private const int KeyBytes = 32, Frames = 7;
    private const int VersionFrame = 0, RequestFrame = 1, AddressFrame = 3, MechanismFrame = 5, KeyFrame = 6;

    private readonly ZmqSocket _requests;
    private readonly ZmqFrames _frames = new(Frames + 1);
    private readonly KeyDirectory _directory;
    private readonly string _directoryName;
    private readonly RareLines _lines;
    private readonly int _changed;

    /// <exception cref="ZmqException">The context has a handler already.</exception>
    public ZapHandler(ZmqContext context, KeyDirectory directory, string directoryName, TimeProvider clock, ILogger log) : base("lava-keys", log)
    {
        _directory = directory;
        _directoryName = directoryName;
        _lines = new RareLines(clock);
        try
        {
            _requests = new ZmqSocket(context, ZmqSocketType.Rep);
            _requests.Set(ZmqOption.Linger, 0);
            _requests.Bind(Endpoint);
        }
        catch
        {
            Dispose();
            throw;
        }
        Poller.Add(_requests);
        _changed = Poller.Add(directory.Descriptor);
        Start();
    }

    protected override bool Work()
    {
        if (Poller.IsReady(_changed))
            _directory.Changed();
        while (_frames.Take(_requests))
            Answer();
        return false;
    }

    protected override bool MaySleep() => true;

    protected override void Close()
    {
        _requests?.Dispose();
        _frames.Dispose();
        _directory.Dispose();
    }

    private void Answer()
    {
        if (_frames.Count != Frames || !_frames[VersionFrame].SequenceEqual("1.0"u8))
            Reply("500"u8, "Malformed request"u8, default);
        else if (!_frames[MechanismFrame].SequenceEqual("CURVE"u8) || _frames[KeyFrame].Length != KeyBytes)
            Reply("400"u8, "Only CURVE is taken"u8, default);
        else
        {
            var key = Z85.Encode(_frames[KeyFrame]);
            if (_directory.Keys.Contains(key))
            {
                // The key is the user: doors ask for it with each message, so a key that is taken away is worth nothing from then on.
                Reply("200"u8, "OK"u8, Encoding.ASCII.GetBytes(key));
                return;
            }
            var address = Encoding.UTF8.GetString(_frames[AddressFrame]);
            if (_lines.IsDue(key, out var before))
                LavaLog.UnknownKey(Log, address, key, _directoryName, before);
            Reply("300"u8, "Unknown key"u8, default);
        }
    }

    private void Reply(ReadOnlySpan<byte> status, ReadOnlySpan<byte> text, ReadOnlySpan<byte> user)
    {
        _requests.Send("1.0"u8, more: true);
        _requests.Send(_frames.Count > RequestFrame ? _frames[RequestFrame] : default, more: true);
        _requests.Send(status, more: true);
        _requests.Send(text, more: true);
        _requests.Send(user, more: true);
        _requests.Send(default, more: false);
    }
}
