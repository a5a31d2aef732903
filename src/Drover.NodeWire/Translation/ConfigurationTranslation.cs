using Drover.Nodes.Configuration;
using Google.Protobuf;
using P = Drover.NodeWire.Protocol;

namespace Drover.NodeWire.Translation;

/// <summary>Files of the configuration as messages.</summary>
public static class ConfigurationTranslation
{
    /// <summary>Files as a message, with their hash.</summary>
    public static P.Configuration ToMessage(this ConfigurationFiles files)
    {
        var message = new P.Configuration { Hash = files.Hash };
        foreach (var (name, content) in files.Contents)
            message.Files.Add(name, ByteString.CopyFrom(content));
        if (files.Data is { } data)
            message.ConfigData = ByteString.CopyFrom(data);
        return message;
    }

    /// <summary>The files of a message. Whether their hash is the one that the message says is for the caller to see.</summary>
    public static ConfigurationFiles ToFiles(this P.Configuration message) =>
        new(message.Files.Select(file => KeyValuePair.Create(file.Key, file.Value.ToByteArray()))) { Data = message.HasConfigData ? message.ConfigData.ToByteArray() : null };
}
