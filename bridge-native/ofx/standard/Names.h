// The strings of the OpenFX interface that this bridge and its test host speak.
#pragma once

namespace ofx {

inline constexpr const char* image_effect_api = "OfxImageEffectPluginAPI";
inline constexpr const char* source_clip = "Source";
inline constexpr const char* output_clip = "Output";

namespace action {
inline constexpr const char* load = "OfxActionLoad";
inline constexpr const char* unload = "OfxActionUnload";
inline constexpr const char* describe = "OfxActionDescribe";
inline constexpr const char* describe_in_context = "OfxImageEffectActionDescribeInContext";
inline constexpr const char* create_instance = "OfxActionCreateInstance";
inline constexpr const char* destroy_instance = "OfxActionDestroyInstance";
inline constexpr const char* begin_instance_changed = "OfxActionBeginInstanceChanged";
inline constexpr const char* instance_changed = "OfxActionInstanceChanged";
inline constexpr const char* end_instance_changed = "OfxActionEndInstanceChanged";
inline constexpr const char* sync_private_data = "OfxActionSyncPrivateData";
inline constexpr const char* purge_caches = "OfxActionPurgeCaches";
inline constexpr const char* get_clip_preferences = "OfxImageEffectActionGetClipPreferences";
inline constexpr const char* get_region_of_definition = "OfxImageEffectActionGetRegionOfDefinition";
inline constexpr const char* get_regions_of_interest = "OfxImageEffectActionGetRegionsOfInterest";
inline constexpr const char* get_frames_needed = "OfxImageEffectActionGetFramesNeeded";
inline constexpr const char* get_time_domain = "OfxImageEffectActionGetTimeDomain";
inline constexpr const char* is_identity = "OfxImageEffectActionIsIdentity";
inline constexpr const char* begin_sequence_render = "OfxImageEffectActionBeginSequenceRender";
inline constexpr const char* render = "OfxImageEffectActionRender";
inline constexpr const char* end_sequence_render = "OfxImageEffectActionEndSequenceRender";
}  // namespace action

namespace context {
inline constexpr const char* generator = "OfxImageEffectContextGenerator";
inline constexpr const char* filter = "OfxImageEffectContextFilter";
inline constexpr const char* general = "OfxImageEffectContextGeneral";
inline constexpr const char* transition = "OfxImageEffectContextTransition";
}  // namespace context

namespace components {
inline constexpr const char* rgba = "OfxImageComponentRGBA";
inline constexpr const char* rgb = "OfxImageComponentRGB";
inline constexpr const char* alpha = "OfxImageComponentAlpha";
}  // namespace components

namespace depth {
inline constexpr const char* byte_ = "OfxBitDepthByte";
inline constexpr const char* short_ = "OfxBitDepthShort";
inline constexpr const char* half = "OfxBitDepthHalf";
inline constexpr const char* float_ = "OfxBitDepthFloat";
}  // namespace depth

namespace alpha {
inline constexpr const char* opaque = "OfxImageOpaque";
inline constexpr const char* premultiplied = "OfxImageAlphaPremultiplied";
inline constexpr const char* unpremultiplied = "OfxImageAlphaUnPremultiplied";
}  // namespace alpha

namespace field {
inline constexpr const char* none = "OfxFieldNone";
inline constexpr const char* both = "OfxFieldBoth";
inline constexpr const char* lower = "OfxFieldLower";
inline constexpr const char* upper = "OfxFieldUpper";
}  // namespace field

namespace change {
inline constexpr const char* user_edited = "OfxChangeUserEdited";
inline constexpr const char* plugin_edited = "OfxChangePluginEdited";
inline constexpr const char* time = "OfxChangeTime";
}  // namespace change

namespace message {
inline constexpr const char* error = "OfxMessageError";
inline constexpr const char* note = "OfxMessageMessage";
}  // namespace message

namespace type {
inline constexpr const char* parameter = "OfxTypeParameter";
inline constexpr const char* clip = "OfxTypeClip";
}  // namespace type

namespace param {
inline constexpr const char* string = "OfxParamTypeString";
inline constexpr const char* integer = "OfxParamTypeInteger";
inline constexpr const char* double_ = "OfxParamTypeDouble";
inline constexpr const char* boolean = "OfxParamTypeBoolean";
inline constexpr const char* choice = "OfxParamTypeChoice";
inline constexpr const char* push_button = "OfxParamTypePushButton";
inline constexpr const char* single_line = "OfxParamStringIsSingleLine";
inline constexpr const char* directory_path = "OfxParamStringIsDirectoryPath";
inline constexpr const char* multi_line = "OfxParamStringIsMultiLine";
}  // namespace param

namespace thread_safety {
inline constexpr const char* fully_safe = "OfxImageEffectRenderFullySafe";
}  // namespace thread_safety

namespace prop {
inline constexpr const char* name = "OfxPropName";
inline constexpr const char* type = "OfxPropType";
inline constexpr const char* time = "OfxPropTime";
inline constexpr const char* label = "OfxPropLabel";
inline constexpr const char* short_label = "OfxPropShortLabel";
inline constexpr const char* long_label = "OfxPropLongLabel";
inline constexpr const char* version = "OfxPropVersion";
inline constexpr const char* version_label = "OfxPropVersionLabel";
inline constexpr const char* description = "OfxPropPluginDescription";
inline constexpr const char* change_reason = "OfxPropChangeReason";
inline constexpr const char* instance_data = "OfxPropInstanceData";
inline constexpr const char* needs_syncing = "OfxPropParamSetNeedsSyncing";

inline constexpr const char* grouping = "OfxImageEffectPluginPropGrouping";
inline constexpr const char* single_instance = "OfxImageEffectPluginPropSingleInstance";
inline constexpr const char* render_thread_safety = "OfxImageEffectPluginRenderThreadSafety";
inline constexpr const char* host_frame_threading = "OfxImageEffectPluginPropHostFrameThreading";
inline constexpr const char* field_render_twice = "OfxImageEffectPluginPropFieldRenderTwiceAlways";
inline constexpr const char* supported_contexts = "OfxImageEffectPropSupportedContexts";
inline constexpr const char* supported_depths = "OfxImageEffectPropSupportedPixelDepths";
inline constexpr const char* supported_components = "OfxImageEffectPropSupportedComponents";
inline constexpr const char* supports_multi_resolution = "OfxImageEffectPropSupportsMultiResolution";
inline constexpr const char* supports_tiles = "OfxImageEffectPropSupportsTiles";
inline constexpr const char* multiple_clip_depths = "OfxImageEffectPropMultipleClipDepths";
inline constexpr const char* multiple_clip_pars = "OfxImageEffectPropSupportsMultipleClipPARs";
inline constexpr const char* temporal_clip_access = "OfxImageEffectPropTemporalClipAccess";
inline constexpr const char* clip_optional = "OfxImageClipPropOptional";
inline constexpr const char* clip_connected = "OfxImageClipPropConnected";

inline constexpr const char* context = "OfxImageEffectPropContext";
inline constexpr const char* components = "OfxImageEffectPropComponents";
inline constexpr const char* pixel_depth = "OfxImageEffectPropPixelDepth";
inline constexpr const char* premultiplication = "OfxImageEffectPropPreMultiplication";
inline constexpr const char* frame_rate = "OfxImageEffectPropFrameRate";
inline constexpr const char* frame_range = "OfxImageEffectPropFrameRange";
inline constexpr const char* frame_varying = "OfxImageEffectFrameVarying";
inline constexpr const char* project_size = "OfxImageEffectPropProjectSize";
inline constexpr const char* project_offset = "OfxImageEffectPropProjectOffset";
inline constexpr const char* project_extent = "OfxImageEffectPropProjectExtent";
inline constexpr const char* project_pixel_aspect = "OfxImageEffectPropPixelAspectRatio";
inline constexpr const char* render_scale = "OfxImageEffectPropRenderScale";
inline constexpr const char* render_window = "OfxImageEffectPropRenderWindow";
inline constexpr const char* field_to_render = "OfxImageEffectPropFieldToRender";
inline constexpr const char* sequential_render = "OfxImageEffectPropSequentialRenderStatus";
inline constexpr const char* interactive_render = "OfxImageEffectPropInteractiveRenderStatus";
inline constexpr const char* region_of_definition = "OfxImageEffectPropRegionOfDefinition";
inline constexpr const char* effect_duration = "OfxImageEffectInstancePropEffectDuration";

inline constexpr const char* image_data = "OfxImagePropData";
inline constexpr const char* image_bounds = "OfxImagePropBounds";
inline constexpr const char* image_region = "OfxImagePropRegionOfDefinition";
inline constexpr const char* image_row_bytes = "OfxImagePropRowBytes";
inline constexpr const char* image_field = "OfxImagePropField";
inline constexpr const char* image_pixel_aspect = "OfxImagePropPixelAspectRatio";
inline constexpr const char* image_identifier = "OfxImagePropUniqueIdentifier";

inline constexpr const char* param_type = "OfxParamPropType";
inline constexpr const char* param_default = "OfxParamPropDefault";
inline constexpr const char* param_min = "OfxParamPropMin";
inline constexpr const char* param_max = "OfxParamPropMax";
inline constexpr const char* param_display_min = "OfxParamPropDisplayMin";
inline constexpr const char* param_display_max = "OfxParamPropDisplayMax";
inline constexpr const char* param_hint = "OfxParamPropHint";
inline constexpr const char* param_animates = "OfxParamPropAnimates";
inline constexpr const char* param_enabled = "OfxParamPropEnabled";
inline constexpr const char* param_secret = "OfxParamPropSecret";
inline constexpr const char* param_evaluate_on_change = "OfxParamPropEvaluateOnChange";
inline constexpr const char* param_persistent = "OfxParamPropPersistant";
inline constexpr const char* param_string_mode = "OfxParamPropStringMode";
inline constexpr const char* param_choice_option = "OfxParamPropChoiceOption";
inline constexpr const char* param_script_name = "OfxParamPropScriptName";
}  // namespace prop

}  // namespace ofx
