namespace TfExplain.Models.Hdf5;

/// <summary>The header messages that reading needs; others are skipped.</summary>
internal enum MessageType
{
    Dataspace = 0x01,
    LinkInfo = 0x02,
    Datatype = 0x03,
    OldFillValue = 0x04,
    FillValue = 0x05,
    Link = 0x06,
    ExternalDataFiles = 0x07,
    DataLayout = 0x08,
    GroupInfo = 0x0a,
    FilterPipeline = 0x0b,
    Attribute = 0x0c,
    Continuation = 0x10,
    SymbolTable = 0x11,
    AttributeInfo = 0x15,
    LastKnown = 0x18,
}
