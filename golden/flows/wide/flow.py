"""260 steps in a row: more than Argo takes in one DAG."""

from flowc import FlowSpec, step


class WideFlow(FlowSpec):
    @step
    def start(self):
        self.total = 0
        self.next(self.step_001)

    @step
    def step_001(self):
        self.total += 1
        self.next(self.step_002)

    @step
    def step_002(self):
        self.total += 2
        self.next(self.step_003)

    @step
    def step_003(self):
        self.total += 3
        self.next(self.step_004)

    @step
    def step_004(self):
        self.total += 4
        self.next(self.step_005)

    @step
    def step_005(self):
        self.total += 5
        self.next(self.step_006)

    @step
    def step_006(self):
        self.total += 6
        self.next(self.step_007)

    @step
    def step_007(self):
        self.total += 7
        self.next(self.step_008)

    @step
    def step_008(self):
        self.total += 8
        self.next(self.step_009)

    @step
    def step_009(self):
        self.total += 9
        self.next(self.step_010)

    @step
    def step_010(self):
        self.total += 10
        self.next(self.step_011)

    @step
    def step_011(self):
        self.total += 11
        self.next(self.step_012)

    @step
    def step_012(self):
        self.total += 12
        self.next(self.step_013)

    @step
    def step_013(self):
        self.total += 13
        self.next(self.step_014)

    @step
    def step_014(self):
        self.total += 14
        self.next(self.step_015)

    @step
    def step_015(self):
        self.total += 15
        self.next(self.step_016)

    @step
    def step_016(self):
        self.total += 16
        self.next(self.step_017)

    @step
    def step_017(self):
        self.total += 17
        self.next(self.step_018)

    @step
    def step_018(self):
        self.total += 18
        self.next(self.step_019)

    @step
    def step_019(self):
        self.total += 19
        self.next(self.step_020)

    @step
    def step_020(self):
        self.total += 20
        self.next(self.step_021)

    @step
    def step_021(self):
        self.total += 21
        self.next(self.step_022)

    @step
    def step_022(self):
        self.total += 22
        self.next(self.step_023)

    @step
    def step_023(self):
        self.total += 23
        self.next(self.step_024)

    @step
    def step_024(self):
        self.total += 24
        self.next(self.step_025)

    @step
    def step_025(self):
        self.total += 25
        self.next(self.step_026)

    @step
    def step_026(self):
        self.total += 26
        self.next(self.step_027)

    @step
    def step_027(self):
        self.total += 27
        self.next(self.step_028)

    @step
    def step_028(self):
        self.total += 28
        self.next(self.step_029)

    @step
    def step_029(self):
        self.total += 29
        self.next(self.step_030)

    @step
    def step_030(self):
        self.total += 30
        self.next(self.step_031)

    @step
    def step_031(self):
        self.total += 31
        self.next(self.step_032)

    @step
    def step_032(self):
        self.total += 32
        self.next(self.step_033)

    @step
    def step_033(self):
        self.total += 33
        self.next(self.step_034)

    @step
    def step_034(self):
        self.total += 34
        self.next(self.step_035)

    @step
    def step_035(self):
        self.total += 35
        self.next(self.step_036)

    @step
    def step_036(self):
        self.total += 36
        self.next(self.step_037)

    @step
    def step_037(self):
        self.total += 37
        self.next(self.step_038)

    @step
    def step_038(self):
        self.total += 38
        self.next(self.step_039)

    @step
    def step_039(self):
        self.total += 39
        self.next(self.step_040)

    @step
    def step_040(self):
        self.total += 40
        self.next(self.step_041)

    @step
    def step_041(self):
        self.total += 41
        self.next(self.step_042)

    @step
    def step_042(self):
        self.total += 42
        self.next(self.step_043)

    @step
    def step_043(self):
        self.total += 43
        self.next(self.step_044)

    @step
    def step_044(self):
        self.total += 44
        self.next(self.step_045)

    @step
    def step_045(self):
        self.total += 45
        self.next(self.step_046)

    @step
    def step_046(self):
        self.total += 46
        self.next(self.step_047)

    @step
    def step_047(self):
        self.total += 47
        self.next(self.step_048)

    @step
    def step_048(self):
        self.total += 48
        self.next(self.step_049)

    @step
    def step_049(self):
        self.total += 49
        self.next(self.step_050)

    @step
    def step_050(self):
        self.total += 50
        self.next(self.step_051)

    @step
    def step_051(self):
        self.total += 51
        self.next(self.step_052)

    @step
    def step_052(self):
        self.total += 52
        self.next(self.step_053)

    @step
    def step_053(self):
        self.total += 53
        self.next(self.step_054)

    @step
    def step_054(self):
        self.total += 54
        self.next(self.step_055)

    @step
    def step_055(self):
        self.total += 55
        self.next(self.step_056)

    @step
    def step_056(self):
        self.total += 56
        self.next(self.step_057)

    @step
    def step_057(self):
        self.total += 57
        self.next(self.step_058)

    @step
    def step_058(self):
        self.total += 58
        self.next(self.step_059)

    @step
    def step_059(self):
        self.total += 59
        self.next(self.step_060)

    @step
    def step_060(self):
        self.total += 60
        self.next(self.step_061)

    @step
    def step_061(self):
        self.total += 61
        self.next(self.step_062)

    @step
    def step_062(self):
        self.total += 62
        self.next(self.step_063)

    @step
    def step_063(self):
        self.total += 63
        self.next(self.step_064)

    @step
    def step_064(self):
        self.total += 64
        self.next(self.step_065)

    @step
    def step_065(self):
        self.total += 65
        self.next(self.step_066)

    @step
    def step_066(self):
        self.total += 66
        self.next(self.step_067)

    @step
    def step_067(self):
        self.total += 67
        self.next(self.step_068)

    @step
    def step_068(self):
        self.total += 68
        self.next(self.step_069)

    @step
    def step_069(self):
        self.total += 69
        self.next(self.step_070)

    @step
    def step_070(self):
        self.total += 70
        self.next(self.step_071)

    @step
    def step_071(self):
        self.total += 71
        self.next(self.step_072)

    @step
    def step_072(self):
        self.total += 72
        self.next(self.step_073)

    @step
    def step_073(self):
        self.total += 73
        self.next(self.step_074)

    @step
    def step_074(self):
        self.total += 74
        self.next(self.step_075)

    @step
    def step_075(self):
        self.total += 75
        self.next(self.step_076)

    @step
    def step_076(self):
        self.total += 76
        self.next(self.step_077)

    @step
    def step_077(self):
        self.total += 77
        self.next(self.step_078)

    @step
    def step_078(self):
        self.total += 78
        self.next(self.step_079)

    @step
    def step_079(self):
        self.total += 79
        self.next(self.step_080)

    @step
    def step_080(self):
        self.total += 80
        self.next(self.step_081)

    @step
    def step_081(self):
        self.total += 81
        self.next(self.step_082)

    @step
    def step_082(self):
        self.total += 82
        self.next(self.step_083)

    @step
    def step_083(self):
        self.total += 83
        self.next(self.step_084)

    @step
    def step_084(self):
        self.total += 84
        self.next(self.step_085)

    @step
    def step_085(self):
        self.total += 85
        self.next(self.step_086)

    @step
    def step_086(self):
        self.total += 86
        self.next(self.step_087)

    @step
    def step_087(self):
        self.total += 87
        self.next(self.step_088)

    @step
    def step_088(self):
        self.total += 88
        self.next(self.step_089)

    @step
    def step_089(self):
        self.total += 89
        self.next(self.step_090)

    @step
    def step_090(self):
        self.total += 90
        self.next(self.step_091)

    @step
    def step_091(self):
        self.total += 91
        self.next(self.step_092)

    @step
    def step_092(self):
        self.total += 92
        self.next(self.step_093)

    @step
    def step_093(self):
        self.total += 93
        self.next(self.step_094)

    @step
    def step_094(self):
        self.total += 94
        self.next(self.step_095)

    @step
    def step_095(self):
        self.total += 95
        self.next(self.step_096)

    @step
    def step_096(self):
        self.total += 96
        self.next(self.step_097)

    @step
    def step_097(self):
        self.total += 97
        self.next(self.step_098)

    @step
    def step_098(self):
        self.total += 98
        self.next(self.step_099)

    @step
    def step_099(self):
        self.total += 99
        self.next(self.step_100)

    @step
    def step_100(self):
        self.total += 100
        self.next(self.step_101)

    @step
    def step_101(self):
        self.total += 101
        self.next(self.step_102)

    @step
    def step_102(self):
        self.total += 102
        self.next(self.step_103)

    @step
    def step_103(self):
        self.total += 103
        self.next(self.step_104)

    @step
    def step_104(self):
        self.total += 104
        self.next(self.step_105)

    @step
    def step_105(self):
        self.total += 105
        self.next(self.step_106)

    @step
    def step_106(self):
        self.total += 106
        self.next(self.step_107)

    @step
    def step_107(self):
        self.total += 107
        self.next(self.step_108)

    @step
    def step_108(self):
        self.total += 108
        self.next(self.step_109)

    @step
    def step_109(self):
        self.total += 109
        self.next(self.step_110)

    @step
    def step_110(self):
        self.total += 110
        self.next(self.step_111)

    @step
    def step_111(self):
        self.total += 111
        self.next(self.step_112)

    @step
    def step_112(self):
        self.total += 112
        self.next(self.step_113)

    @step
    def step_113(self):
        self.total += 113
        self.next(self.step_114)

    @step
    def step_114(self):
        self.total += 114
        self.next(self.step_115)

    @step
    def step_115(self):
        self.total += 115
        self.next(self.step_116)

    @step
    def step_116(self):
        self.total += 116
        self.next(self.step_117)

    @step
    def step_117(self):
        self.total += 117
        self.next(self.step_118)

    @step
    def step_118(self):
        self.total += 118
        self.next(self.step_119)

    @step
    def step_119(self):
        self.total += 119
        self.next(self.step_120)

    @step
    def step_120(self):
        self.total += 120
        self.next(self.step_121)

    @step
    def step_121(self):
        self.total += 121
        self.next(self.step_122)

    @step
    def step_122(self):
        self.total += 122
        self.next(self.step_123)

    @step
    def step_123(self):
        self.total += 123
        self.next(self.step_124)

    @step
    def step_124(self):
        self.total += 124
        self.next(self.step_125)

    @step
    def step_125(self):
        self.total += 125
        self.next(self.step_126)

    @step
    def step_126(self):
        self.total += 126
        self.next(self.step_127)

    @step
    def step_127(self):
        self.total += 127
        self.next(self.step_128)

    @step
    def step_128(self):
        self.total += 128
        self.next(self.step_129)

    @step
    def step_129(self):
        self.total += 129
        self.next(self.step_130)

    @step
    def step_130(self):
        self.total += 130
        self.next(self.step_131)

    @step
    def step_131(self):
        self.total += 131
        self.next(self.step_132)

    @step
    def step_132(self):
        self.total += 132
        self.next(self.step_133)

    @step
    def step_133(self):
        self.total += 133
        self.next(self.step_134)

    @step
    def step_134(self):
        self.total += 134
        self.next(self.step_135)

    @step
    def step_135(self):
        self.total += 135
        self.next(self.step_136)

    @step
    def step_136(self):
        self.total += 136
        self.next(self.step_137)

    @step
    def step_137(self):
        self.total += 137
        self.next(self.step_138)

    @step
    def step_138(self):
        self.total += 138
        self.next(self.step_139)

    @step
    def step_139(self):
        self.total += 139
        self.next(self.step_140)

    @step
    def step_140(self):
        self.total += 140
        self.next(self.step_141)

    @step
    def step_141(self):
        self.total += 141
        self.next(self.step_142)

    @step
    def step_142(self):
        self.total += 142
        self.next(self.step_143)

    @step
    def step_143(self):
        self.total += 143
        self.next(self.step_144)

    @step
    def step_144(self):
        self.total += 144
        self.next(self.step_145)

    @step
    def step_145(self):
        self.total += 145
        self.next(self.step_146)

    @step
    def step_146(self):
        self.total += 146
        self.next(self.step_147)

    @step
    def step_147(self):
        self.total += 147
        self.next(self.step_148)

    @step
    def step_148(self):
        self.total += 148
        self.next(self.step_149)

    @step
    def step_149(self):
        self.total += 149
        self.next(self.step_150)

    @step
    def step_150(self):
        self.total += 150
        self.next(self.step_151)

    @step
    def step_151(self):
        self.total += 151
        self.next(self.step_152)

    @step
    def step_152(self):
        self.total += 152
        self.next(self.step_153)

    @step
    def step_153(self):
        self.total += 153
        self.next(self.step_154)

    @step
    def step_154(self):
        self.total += 154
        self.next(self.step_155)

    @step
    def step_155(self):
        self.total += 155
        self.next(self.step_156)

    @step
    def step_156(self):
        self.total += 156
        self.next(self.step_157)

    @step
    def step_157(self):
        self.total += 157
        self.next(self.step_158)

    @step
    def step_158(self):
        self.total += 158
        self.next(self.step_159)

    @step
    def step_159(self):
        self.total += 159
        self.next(self.step_160)

    @step
    def step_160(self):
        self.total += 160
        self.next(self.step_161)

    @step
    def step_161(self):
        self.total += 161
        self.next(self.step_162)

    @step
    def step_162(self):
        self.total += 162
        self.next(self.step_163)

    @step
    def step_163(self):
        self.total += 163
        self.next(self.step_164)

    @step
    def step_164(self):
        self.total += 164
        self.next(self.step_165)

    @step
    def step_165(self):
        self.total += 165
        self.next(self.step_166)

    @step
    def step_166(self):
        self.total += 166
        self.next(self.step_167)

    @step
    def step_167(self):
        self.total += 167
        self.next(self.step_168)

    @step
    def step_168(self):
        self.total += 168
        self.next(self.step_169)

    @step
    def step_169(self):
        self.total += 169
        self.next(self.step_170)

    @step
    def step_170(self):
        self.total += 170
        self.next(self.step_171)

    @step
    def step_171(self):
        self.total += 171
        self.next(self.step_172)

    @step
    def step_172(self):
        self.total += 172
        self.next(self.step_173)

    @step
    def step_173(self):
        self.total += 173
        self.next(self.step_174)

    @step
    def step_174(self):
        self.total += 174
        self.next(self.step_175)

    @step
    def step_175(self):
        self.total += 175
        self.next(self.step_176)

    @step
    def step_176(self):
        self.total += 176
        self.next(self.step_177)

    @step
    def step_177(self):
        self.total += 177
        self.next(self.step_178)

    @step
    def step_178(self):
        self.total += 178
        self.next(self.step_179)

    @step
    def step_179(self):
        self.total += 179
        self.next(self.step_180)

    @step
    def step_180(self):
        self.total += 180
        self.next(self.step_181)

    @step
    def step_181(self):
        self.total += 181
        self.next(self.step_182)

    @step
    def step_182(self):
        self.total += 182
        self.next(self.step_183)

    @step
    def step_183(self):
        self.total += 183
        self.next(self.step_184)

    @step
    def step_184(self):
        self.total += 184
        self.next(self.step_185)

    @step
    def step_185(self):
        self.total += 185
        self.next(self.step_186)

    @step
    def step_186(self):
        self.total += 186
        self.next(self.step_187)

    @step
    def step_187(self):
        self.total += 187
        self.next(self.step_188)

    @step
    def step_188(self):
        self.total += 188
        self.next(self.step_189)

    @step
    def step_189(self):
        self.total += 189
        self.next(self.step_190)

    @step
    def step_190(self):
        self.total += 190
        self.next(self.step_191)

    @step
    def step_191(self):
        self.total += 191
        self.next(self.step_192)

    @step
    def step_192(self):
        self.total += 192
        self.next(self.step_193)

    @step
    def step_193(self):
        self.total += 193
        self.next(self.step_194)

    @step
    def step_194(self):
        self.total += 194
        self.next(self.step_195)

    @step
    def step_195(self):
        self.total += 195
        self.next(self.step_196)

    @step
    def step_196(self):
        self.total += 196
        self.next(self.step_197)

    @step
    def step_197(self):
        self.total += 197
        self.next(self.step_198)

    @step
    def step_198(self):
        self.total += 198
        self.next(self.step_199)

    @step
    def step_199(self):
        self.total += 199
        self.next(self.step_200)

    @step
    def step_200(self):
        self.total += 200
        self.next(self.step_201)

    @step
    def step_201(self):
        self.total += 201
        self.next(self.step_202)

    @step
    def step_202(self):
        self.total += 202
        self.next(self.step_203)

    @step
    def step_203(self):
        self.total += 203
        self.next(self.step_204)

    @step
    def step_204(self):
        self.total += 204
        self.next(self.step_205)

    @step
    def step_205(self):
        self.total += 205
        self.next(self.step_206)

    @step
    def step_206(self):
        self.total += 206
        self.next(self.step_207)

    @step
    def step_207(self):
        self.total += 207
        self.next(self.step_208)

    @step
    def step_208(self):
        self.total += 208
        self.next(self.step_209)

    @step
    def step_209(self):
        self.total += 209
        self.next(self.step_210)

    @step
    def step_210(self):
        self.total += 210
        self.next(self.step_211)

    @step
    def step_211(self):
        self.total += 211
        self.next(self.step_212)

    @step
    def step_212(self):
        self.total += 212
        self.next(self.step_213)

    @step
    def step_213(self):
        self.total += 213
        self.next(self.step_214)

    @step
    def step_214(self):
        self.total += 214
        self.next(self.step_215)

    @step
    def step_215(self):
        self.total += 215
        self.next(self.step_216)

    @step
    def step_216(self):
        self.total += 216
        self.next(self.step_217)

    @step
    def step_217(self):
        self.total += 217
        self.next(self.step_218)

    @step
    def step_218(self):
        self.total += 218
        self.next(self.step_219)

    @step
    def step_219(self):
        self.total += 219
        self.next(self.step_220)

    @step
    def step_220(self):
        self.total += 220
        self.next(self.step_221)

    @step
    def step_221(self):
        self.total += 221
        self.next(self.step_222)

    @step
    def step_222(self):
        self.total += 222
        self.next(self.step_223)

    @step
    def step_223(self):
        self.total += 223
        self.next(self.step_224)

    @step
    def step_224(self):
        self.total += 224
        self.next(self.step_225)

    @step
    def step_225(self):
        self.total += 225
        self.next(self.step_226)

    @step
    def step_226(self):
        self.total += 226
        self.next(self.step_227)

    @step
    def step_227(self):
        self.total += 227
        self.next(self.step_228)

    @step
    def step_228(self):
        self.total += 228
        self.next(self.step_229)

    @step
    def step_229(self):
        self.total += 229
        self.next(self.step_230)

    @step
    def step_230(self):
        self.total += 230
        self.next(self.step_231)

    @step
    def step_231(self):
        self.total += 231
        self.next(self.step_232)

    @step
    def step_232(self):
        self.total += 232
        self.next(self.step_233)

    @step
    def step_233(self):
        self.total += 233
        self.next(self.step_234)

    @step
    def step_234(self):
        self.total += 234
        self.next(self.step_235)

    @step
    def step_235(self):
        self.total += 235
        self.next(self.step_236)

    @step
    def step_236(self):
        self.total += 236
        self.next(self.step_237)

    @step
    def step_237(self):
        self.total += 237
        self.next(self.step_238)

    @step
    def step_238(self):
        self.total += 238
        self.next(self.step_239)

    @step
    def step_239(self):
        self.total += 239
        self.next(self.step_240)

    @step
    def step_240(self):
        self.total += 240
        self.next(self.step_241)

    @step
    def step_241(self):
        self.total += 241
        self.next(self.step_242)

    @step
    def step_242(self):
        self.total += 242
        self.next(self.step_243)

    @step
    def step_243(self):
        self.total += 243
        self.next(self.step_244)

    @step
    def step_244(self):
        self.total += 244
        self.next(self.step_245)

    @step
    def step_245(self):
        self.total += 245
        self.next(self.step_246)

    @step
    def step_246(self):
        self.total += 246
        self.next(self.step_247)

    @step
    def step_247(self):
        self.total += 247
        self.next(self.step_248)

    @step
    def step_248(self):
        self.total += 248
        self.next(self.step_249)

    @step
    def step_249(self):
        self.total += 249
        self.next(self.step_250)

    @step
    def step_250(self):
        self.total += 250
        self.next(self.step_251)

    @step
    def step_251(self):
        self.total += 251
        self.next(self.step_252)

    @step
    def step_252(self):
        self.total += 252
        self.next(self.step_253)

    @step
    def step_253(self):
        self.total += 253
        self.next(self.step_254)

    @step
    def step_254(self):
        self.total += 254
        self.next(self.step_255)

    @step
    def step_255(self):
        self.total += 255
        self.next(self.step_256)

    @step
    def step_256(self):
        self.total += 256
        self.next(self.step_257)

    @step
    def step_257(self):
        self.total += 257
        self.next(self.step_258)

    @step
    def step_258(self):
        self.total += 258
        self.next(self.end)

    @step
    def end(self):
        print(self.total)


if __name__ == "__main__":
    WideFlow()
